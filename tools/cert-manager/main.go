// Command cert-manager writes the manifest of cert-manager to standard output: the chart of the pinned module, rendered with
// Helm's own engine. The module holds the chart as it is before a release, so its metadata get the version here.
//
// Usage: go run . <folder of the module> <version, such as v1.19.0>
package main

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"

	// Nothing of it is called: it keeps the requirement, whose chart this is.
	_ "github.com/cert-manager/cert-manager/pkg/apis/acme"
	"helm.sh/helm/v4/pkg/chart/common"
	"helm.sh/helm/v4/pkg/chart/common/util"
	"helm.sh/helm/v4/pkg/chart/loader/archive"
	"helm.sh/helm/v4/pkg/chart/v2/loader"
	"helm.sh/helm/v4/pkg/engine"
)

// values: the types come along; no job that waits for them, since `gomeet deploy` does; the lease lies beside the pods.
var values = map[string]any{
	"crds":            map[string]any{"enabled": true},
	"startupapicheck": map[string]any{"enabled": false},
	"global":          map[string]any{"leaderElection": map[string]any{"namespace": "cert-manager"}},
}

// separator parts documents as Helm does: a template's trimmed line end may leave a comment right behind the dashes.
var separator = regexp.MustCompile(`(?m)^---\s*`)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: cert-manager <folder of the module> <version>")
		os.Exit(2)
	}
	text, err := render(path.Join(os.Args[1], "deploy/charts/cert-manager"), os.Args[2])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Print(text)
}

// render returns the objects in documents, in order of their templates' names, so that the same chart gives the same bytes.
func render(folder, version string) (string, error) {
	files, err := read(os.DirFS(folder))
	if err != nil {
		return "", err
	}
	chart, err := loader.LoadFiles(files)
	if err != nil {
		return "", err
	}
	chart.Metadata.Version, chart.Metadata.AppVersion = version, version
	release := common.ReleaseOptions{Name: "cert-manager", Namespace: "cert-manager", IsInstall: true}
	input, err := util.ToRenderValues(chart, values, release, nil)
	if err != nil {
		return "", err
	}
	rendered, err := engine.Render(chart, input)
	if err != nil {
		return "", err
	}
	var text strings.Builder
	for _, name := range slices.Sorted(maps.Keys(rendered)) {
		document := strings.TrimSpace(rendered[name])
		if document == "" || strings.HasSuffix(name, ".txt") {
			continue
		}
		for _, object := range separator.Split(document, -1) {
			if object = strings.TrimSpace(object); object != "" {
				fmt.Fprintf(&text, "---\n%s\n", object)
			}
		}
	}
	return text.String(), nil
}

// read takes the chart's files, with the template of its description in the place of the description.
func read(folder fs.FS) ([]*archive.BufferedFile, error) {
	var files []*archive.BufferedFile
	err := fs.WalkDir(folder, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(folder, name)
		if name == "Chart.template.yaml" {
			name = "Chart.yaml"
		}
		files = append(files, &archive.BufferedFile{Name: name, Data: data})
		return err
	})
	return files, err
}
