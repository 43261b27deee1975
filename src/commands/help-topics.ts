/** The topics of `gomeet help` that are prose. Tables that live elsewhere are made into topics by help-view.ts. */
export const helpTopics = {
  'getting-started': `From nothing to a report

  gomeet quickstart          sets up, deploys, loads a room of 500, checks and reports, in one command

or step by step:

  gomeet setup               installs or builds what is missing; asks first
  gomeet doctor              says what is still missing, and what mends it
  gomeet deploy              starts the platform on this machine
  gomeet status              its addresses and logs
  gomeet loadtest room       a measured room; --participants 50 for a first one
  gomeet report open         what was measured, in the browser
  gomeet down                stops everything; the data stay

Before any of it, on paper alone:

  gomeet plan                from an event to machines and traffic
  gomeet cost                what that costs
  gomeet audit FILE          what is wrong with a plan that somebody wrote`,

  config: `Configuration

Everything has a default. What you set is taken from, the stronger last:

  gomeet.yaml                the nearest one, from the working directory upward
  GOMEET_…                   a variable for each key: gomeet help environment
  flags                      of one command: gomeet deploy --help

  gomeet config show --origin   prints every value and where it came from; secrets are masked

A key or value that is not known is refused with its file and line; nothing is corrected silently.`,

  output: `What is printed where

Standard output carries the result, standard error the progress, warnings, errors and what to type next. So a result can go
into a file or a pipe.

  on a terminal              a view of the work under way that redraws itself in place
  in a pipe, NO_COLOR, CI    lines that stay, without escape codes; also with TERM=dumb and --no-color
  --quiet                    no progress; warnings and errors remain
  --verbose                  all news of the work as lines that stay, and the causes of an error
  --json                     one document on standard output, and no questions:
                             {schema, ok, exitCode, data, warnings, error}
  --events ndjson            progress, warnings, errors and the end as one JSON document a line on standard error, and no
                             questions: events begun, step-begun, step-progress, step-ended, note, warning, error, ended

--json and --events go together. The schemas of all documents are in docs/schemas: gomeet.<command>/v1, gomeet.events/v1.
Questions are asked on a terminal only and need nothing but a keyboard: --yes answers them, --no-input makes them errors.`,

  targets: `Where the platform runs

  --target local             programs of this machine, all bound to loopback; no containers
    --profile lean           one of each: PostgreSQL, Redis, LiveKit, the API
    --profile ha             three PostgreSQL, three Redis, two LiveKit, three API workers: what dr-drill breaks
  --target kubernetes        the cluster of your kubeconfig; --context and --environment choose
  gomeet cloud               makes such a cluster at DigitalOcean

loadtest, performance-check and dr-drill work on the local target. loadtest rooms, churn, api and websocket can also send
their load from pods (--runner kubernetes) to an address (--api-url).`,

  files: `What gomeet reads and writes

  gomeet.yaml                your configuration, if you have one
  .gomeet/                   the local platform: ports, secrets, logs, data; gomeet down --wipe empties it
  .gomeet/backup/key         without it no backup can be read: keep a copy elsewhere
  reports/runs/<id>/         one folder a run: run.json, report.html, events.ndjson
  load-test-config.json      written by prepare-load-test
  plan.json and the like     only where you say so with --out
  ~/.cache/gomeet            programs that setup has built (XDG_CACHE_HOME moves it)

The data of PostgreSQL lie below .gomeet too, or where an unprivileged user can reach them: .gomeet/places.json names the place.`,

  telemetry: `No telemetry

gomeet tells nobody that it is used: no telemetry, no crash reports, no look for updates. The k6 that it runs is told the same.

It speaks to others only for what you ask of it: setup to package sources, deploy and what works on a cluster to that
cluster, cloud and cost catalog refresh to DigitalOcean. Reports load nothing from anywhere.`,
} as const;
