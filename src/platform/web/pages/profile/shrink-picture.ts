/** Twice the largest size at which a picture is shown, for screens with fine pixels. */
const sidePixels = 320;

/** Cuts the middle square out of a picture and makes it small: a photograph of 4 MB becomes about 20 KB of WebP. */
export async function shrinkPicture(file: Blob): Promise<Blob> {
  const picture = await createImageBitmap(file).catch(() => {
    throw new Error('This file is not a picture that the browser can read: PNG, JPEG and WebP are accepted.');
  });
  const side = Math.min(picture.width, picture.height);
  const canvas = new OffscreenCanvas(sidePixels, sidePixels);
  canvas
    .getContext('2d')
    ?.drawImage(
      picture,
      (picture.width - side) / 2,
      (picture.height - side) / 2,
      side,
      side,
      0,
      0,
      sidePixels,
      sidePixels,
    );
  picture.close();
  return canvas.convertToBlob({ type: 'image/webp', quality: 0.85 });
}
