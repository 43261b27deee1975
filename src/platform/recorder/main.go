// Command recorder records LiveKit rooms: it receives what a room sends, as a participant whom nobody sees, and makes one MP4 of it.
// It is for platforms where LiveKit's Egress does not run.
package main

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"gomeet/recorder/compose"
	"gomeet/recorder/httpapi"
	"gomeet/recorder/library"
)

func main() {
	log := slog.New(slog.NewJSONHandler(os.Stdout, nil))
	settings, err := readSettings(os.Getenv)
	if err != nil {
		log.Error("the environment of the recorder is incomplete or wrong", "error", err)
		os.Exit(2)
	}
	if err := run(settings, log); err != nil {
		log.Error("the recorder failed", "error", err)
		os.Exit(1)
	}
}

// stopWithin is how long requests that are being answered have when the recorder stops.
const stopWithin = 2 * time.Second

func run(settings settings, log *slog.Logger) error {
	stop, cancel := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer cancel()
	recordings, err := library.Open(library.Settings{
		Folder: settings.folder, Capacity: settings.capacity, EmptyAfter: settings.emptyAfter, MaxLength: settings.maxLength,
		MinFreeBytes: settings.minFreeBytes, Composer: compose.Composer{FFmpeg: settings.ffmpeg, Log: log}, Log: log,
	})
	if err != nil {
		return err
	}
	defer recordings.Close()
	listener, err := new(net.ListenConfig).Listen(stop, "tcp", settings.address)
	if err != nil {
		return err
	}
	server := &http.Server{
		Handler:           (&httpapi.Server{Library: recordings, Token: settings.token}).Handler(),
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       time.Minute,
	}
	log.Info("listening", "address", listener.Addr().String(), "capacity", settings.capacity)
	go func() {
		<-stop.Done()
		deadline, cancel := context.WithTimeout(context.Background(), stopWithin)
		defer cancel()
		_ = server.Shutdown(deadline) // whoever still reads a video is cut off
	}()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
