internal import Model

/// What a host must be set to, since no file in the repository can do it (DESIGN section 9).
struct HostSettings: Sendable {
  let host: HostKind
  let mainline: String

  /// The heading and one line a setting.
  var lines: (heading: String, settings: [String]) {
    switch host {
    case .github:
      (
        "GitHub",
        [
          "Settings > General > Pull Requests: allow merge commits; no squash merging, no rebase merging.",
          "Settings > Rules, for \(mainline): restrict deletions, block force pushes; linear history off; "
            + "let reviewers push their merges.",
          "Settings > Rules, for countersign/**: restrict creations, updates and deletions; only GitHub "
            + "Actions may bypass.",
          "Settings > Environments: an environment 'countersign' for the branch \(mainline) alone, with the "
            + "secret COUNTERSIGN_KEY (the processor's private key).",
          "Settings > Secrets and variables > Actions > Variables: COUNTERSIGN_ANCHOR; COUNTERSIGN_URL and "
            + "COUNTERSIGN_SHA256 of the program that runs, built on \(RunnerSystem.ubuntu.rawValue).",
        ]
      )
    case .gitlab:
      (
        "GitLab",
        [
          "Settings > Merge requests: merge method 'Merge commit'; squash commits 'Do not allow'.",
          "Settings > Repository > Protected branches: \(mainline), reviewers may push and merge, no force "
            + "push; countersign/*, only the token's user may push.",
          "Settings > CI/CD > Variables: COUNTERSIGN_KEY (type file, protected), COUNTERSIGN_TOKEN "
            + "(protected, masked: a project token that may write the repository), COUNTERSIGN_ANCHOR, "
            + "COUNTERSIGN_URL and COUNTERSIGN_SHA256 of the program that runs, built on "
            + "\(RunnerSystem.debian.rawValue).",
          "Build > Pipeline schedules: \(mainline), every ten minutes (*/10 * * * *).",
        ]
      )
    case .forgejo:
      (
        "Forgejo",
        [
          "Settings > Repository > Pull requests: merge commits on; squash, rebase and fast-forward-only off.",
          "Settings > Branches: protect \(mainline), reviewers may push; protect countersign/**, only the "
            + "runner's user may push.",
          "A runner of its own with the label 'countersign' and the key in /etc/countersign/processor, "
            + "registered for this repository alone: a secret of the repository could be read by the "
            + "workflow of any branch.",
          "Settings > Actions > Variables: COUNTERSIGN_ANCHOR; COUNTERSIGN_URL and COUNTERSIGN_SHA256 of "
            + "the program that runs, built on \(RunnerSystem.debian.rawValue).",
        ]
      )
    case .plain:
      (
        "A plain git host",
        [
          "In the bare repository: copy hooks/post-receive and hooks/update into its hooks/ folder, "
            + "executable.",
          "git config countersign.anchor <commit> and git config countersign.key <file>, there.",
          "The key readable only by the user who owns the repository; no shell for those who push.",
          "In that user's crontab: */10 * * * * cd <repository> && hooks/post-receive --now",
        ]
      )
    }
  }
}
