internal import Model

/// The files that make a forge run Countersign: a check of each proposal, and runs one at a time.
struct WorkflowTemplate: Sendable {
  let host: HostKind
  let mainline: String

  /// A file, and whether it is a program.
  struct File: Sendable {
    let path: String
    let content: String
    let isProgram: Bool
  }

  var files: [File] {
    switch host {
    case .github: [file(".github/workflows/countersign.yml", github)]
    case .gitlab: [file(".gitlab-ci.yml", gitlab)]
    case .forgejo: [file(".forgejo/workflows/countersign.yml", forgejo)]
    case .plain:
      [
        File(path: "hooks/post-receive", content: postReceive, isProgram: true),
        File(path: "hooks/update", content: update, isProgram: true),
      ]
    }
  }

  private func file(_ path: String, _ content: String) -> File {
    File(path: path, content: content, isProgram: false)
  }

  /// Fetches the program whose digest a person pinned, and the libraries that it is linked with.
  ///
  /// Any other way to get it that pins what runs will do. libgit2 changes its name with every version, so
  /// the program and the system that it was built on go together. It lands in a new folder outside of the work
  /// tree, where a branch could have put anything under its name (THREATS row 61), and is found by `PATH`.
  private func install(on system: RunnerSystem) -> String {
    """
    libraries="\(system.libraries)"   # of \(system.rawValue), where the program was built, too
    dpkg --status $libraries > /dev/null 2>&1 || {
      $(command -v sudo) apt-get update --quiet --quiet
      $(command -v sudo) apt-get install --quiet --quiet --yes --no-install-recommends $libraries
    }
    tools=$(mktemp -d -p "${RUNNER_TEMP:-/tmp}")   # never in the work tree, which holds what anybody pushed
    curl --fail --silent --show-error --location --output "$tools/countersign" "$COUNTERSIGN_URL"
    echo "$COUNTERSIGN_SHA256  $tools/countersign" | sha256sum --check --quiet
    chmod +x "$tools/countersign"
    \(onPath)
    """
  }

  /// Lets what follows find the program: GitLab's scripts are one shell, the others' steps one each.
  private var onPath: String {
    host == .gitlab
      ? #"export PATH="$tools:$PATH""# : #"echo "$tools" >> "$GITHUB_PATH""#
  }

  /// What starts the workflows of GitHub and Forgejo.
  private var triggers: String {
    """
    on:
      pull_request:
      push:
        branches: [\(mainline)]
      schedule:
        - cron: "*/10 * * * *"   # what falls due ends within ten minutes, though nobody pushes
      workflow_dispatch:
    """
  }

  /// A step of GitHub's and Forgejo's jobs.
  private func installStep(on system: RunnerSystem) -> String {
    """
    - name: Install Countersign
      run: |
        \(indented(install(on: system), by: 4))
    """
  }

  private func indented(_ text: String, by count: Int) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .joined(separator: "\n" + String(repeating: " ", count: count))
  }

  private var github: String {
    """
    # Written by countersign init. Settings that this needs: countersign init --forge github prints them.
    name: countersign
    \(triggers)
    permissions: {}
    env:
      # Repository variables, not files: nothing in the repository can replace them.
      COUNTERSIGN_ANCHOR: ${{ vars.COUNTERSIGN_ANCHOR }}
      COUNTERSIGN_URL: ${{ vars.COUNTERSIGN_URL }}
      COUNTERSIGN_SHA256: ${{ vars.COUNTERSIGN_SHA256 }}
    jobs:
      check:
        if: github.event_name == 'pull_request'
        runs-on: ubuntu-24.04
        permissions: {contents: read}
        steps:
          - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8   # v5.0.0
            with:
              fetch-depth: 0   # a shallow clone proves nothing
              ref: ${{ github.event.pull_request.head.sha }}
              persist-credentials: false
          \(indented(installStep(on: .ubuntu), by: 6))
          - name: Check
            env:
              BASE: ${{ github.base_ref }}
            run: |
              countersign check --base "refs/remotes/origin/$BASE" --format markdown >> "$GITHUB_STEP_SUMMARY" || true
              countersign check --base "refs/remotes/origin/$BASE" --format github
          - name: What a change of policy would do
            env:
              BASE: ${{ github.base_ref }}
            run: |
              countersign policy impact --base "refs/remotes/origin/$BASE" --format markdown >> "$GITHUB_STEP_SUMMARY" || true
              countersign policy impact --base "refs/remotes/origin/$BASE" --format github
          - name: Look the policies through
            continue-on-error: true   # advice beside the lines, and no reason to hold a request up
            run: countersign policy lint --format github
      run:
        if: github.event_name != 'pull_request' && github.ref == 'refs/heads/\(mainline)'
        runs-on: ubuntu-24.04
        environment: countersign   # holds the key; only \(mainline) may use it
        permissions: {contents: write}
        concurrency: {group: countersign, cancel-in-progress: false}
        steps:
          - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8   # v5.0.0
            with:
              fetch-depth: 0
          \(indented(installStep(on: .ubuntu), by: 6))
          - name: Run
            env:
              COUNTERSIGN_KEY: ${{ secrets.COUNTERSIGN_KEY }}
            run: countersign run --push origin

    """
  }

  private var gitlab: String {
    """
    # Written by countersign init. Settings that this needs: countersign init --forge gitlab prints them.
    # COUNTERSIGN_ANCHOR, COUNTERSIGN_URL and COUNTERSIGN_SHA256 are CI/CD variables of the project;
    # COUNTERSIGN_KEY (type: file) and COUNTERSIGN_TOKEN are protected ones.
    workflow:
      rules:
        - if: $CI_PIPELINE_SOURCE == "merge_request_event"
        - if: $CI_COMMIT_BRANCH == "\(mainline)"
    default:
      image: buildpack-deps:bookworm-scm
      before_script:
        - |
          \(indented(install(on: .debian), by: 6))
    variables:
      GIT_DEPTH: 0   # a shallow clone proves nothing
    check:
      rules:
        - if: $CI_PIPELINE_SOURCE == "merge_request_event"
      script:
        # Names in full: a tag could have the short one.
        - target=refs/remotes/origin/$CI_MERGE_REQUEST_TARGET_BRANCH_NAME
        - git fetch --quiet origin "+refs/heads/$CI_MERGE_REQUEST_TARGET_BRANCH_NAME:$target"
        - countersign check --base "$target"
        - countersign policy impact --base "$target"
        - countersign policy lint || true   # advice, and no reason to hold a request up
    run:
      # On each push, and on a schedule of every ten minutes (Build > Pipeline schedules).
      rules:
        - if: $CI_PIPELINE_SOURCE != "merge_request_event" && $CI_COMMIT_BRANCH == "\(mainline)"
      resource_group: countersign   # one run at a time
      interruptible: false
      environment: countersign
      script:
        - countersign run --push "$CI_PROJECT_URL.git"

    """
  }

  private var forgejo: String {
    """
    # Written by countersign init. Settings that this needs: countersign init --forge forgejo prints them.
    name: countersign
    \(triggers)
    env:
      # Variables of the repository, not files: nothing in the repository can replace them.
      COUNTERSIGN_ANCHOR: ${{ vars.COUNTERSIGN_ANCHOR }}
      COUNTERSIGN_URL: ${{ vars.COUNTERSIGN_URL }}
      COUNTERSIGN_SHA256: ${{ vars.COUNTERSIGN_SHA256 }}
    jobs:
      check:
        if: github.event_name == 'pull_request'
        runs-on: docker
        steps:
          - uses: https://data.forgejo.org/actions/checkout@v4
            with:
              fetch-depth: 0   # a shallow clone proves nothing
              persist-credentials: false
          \(indented(installStep(on: .debian), by: 6))
          - name: Check
            env:
              BASE: ${{ github.base_ref }}
            run: |
              countersign check --base "refs/remotes/origin/$BASE"
              countersign policy impact --base "refs/remotes/origin/$BASE"
              countersign policy lint || true   # advice, and no reason to hold a request up
      run:
        if: github.event_name != 'pull_request' && github.ref == 'refs/heads/\(mainline)'
        # A runner of its own that holds the key in a file: Forgejo has no environments, so a secret
        # could be read by any branch's workflow.
        runs-on: countersign
        concurrency: {group: countersign, cancel-in-progress: false}
        steps:
          - uses: https://data.forgejo.org/actions/checkout@v4
            with:
              fetch-depth: 0
          \(indented(installStep(on: .debian), by: 6))
          - name: Run
            env:
              COUNTERSIGN_KEY: /etc/countersign/processor
            run: countersign run --push origin

    """
  }
}
