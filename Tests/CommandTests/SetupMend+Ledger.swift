extension SetupMend {
  private static let run = "countersign run -C $H --key $S/key-processor"

  /// What keeps a run from its ledger.
  static let ledgers: [SetupMend] = [
    SetupMend(
      name: "a first run where there is a ledger", command: "\(run) --first-run",
      fault: "There is a ledger already", mend: "Run without --first-run.", again: run),
    SetupMend(
      name: "no ledger", state: "git -C $H update-ref -d $L && rm -rf $H/countersign",
      command: run, fault: "There is no ledger", mend: "begin it with --first-run",
      follow: "\(run) --first-run"),
    SetupMend(
      name: "a ledger that was deleted",
      state: "git fetch -q origin $L:refs/kept && git -C $H update-ref -d $L",
      command: "\(run) --first-run", fault: "so it was deleted",
      mend: "git push <remote> <tip>:refs/heads/countersign/ledger",
      follow: "git push -q origin refs/kept:$L", again: run),
    SetupMend(
      name: "a ledger to be replaced that is another",
      command: "\(run) --replace-ledger $(git rev-parse HEAD)", fault: "The ledger's tip is",
      mend: "git rev-parse refs/heads/countersign/ledger",
      again: "\(run) --replace-ledger $(git -C $H rev-parse refs/heads/countersign/ledger)"),
    SetupMend(
      name: "a time to assume for a ledger in use", command: "\(run) --now 2026-11-21T12:00:00Z",
      fault: "--now works only with a ledger that was begun as a drill",
      mend: "run --first-run --drill --now <instant>",
      again:
        "git clone -q --bare --single-branch -b main $H $S/drill.git && countersign run -C $S/drill.git "
        + "--key $S/key-processor --first-run --drill --now 2099-11-21T12:00:00Z"),
    SetupMend(
      name: "a witness with a newer ledger",
      state:
        "git init -q --bare $S/witness.git && \(run) --witness $S/witness.git && git fetch -q origin $L:refs/old && "
        + "printf 'subject: ana\\nentitlement: read\\nduration: 1h\\nreason: x\\n' >x.yaml && mkdir -p requests/billing && "
        + "mv x.yaml requests/billing/ana.yaml && git add -A && git commit -qm x && git push -q origin main && "
        + "\(run) --witness $S/witness.git && git -C $H update-ref $L $(git rev-parse refs/old) && rm -rf $H/countersign",
      command: "\(run) --witness $S/witness.git", fault: "does not descend from",
      mend: "Fetch the ledger from the witness and push it back where it belongs.",
      follow: "git fetch -q $S/witness.git $L:refs/back && git push -q origin refs/back:$L"),
    SetupMend(
      name: "a first run where the witness has a ledger",
      state:
        "git init -q --bare $S/witness.git && \(run) --witness $S/witness.git && git -C $H update-ref -d $L && "
        + "rm -rf $H/countersign",
      command: "\(run) --witness $S/witness.git --first-run", fault: "The witness has a ledger",
      mend: "Push the witness's ledger back",
      follow: "git fetch -q $S/witness.git $L:refs/back && git push -q origin refs/back:$L",
      again: "\(run) --witness $S/witness.git"),
    SetupMend(
      name: "a key that is none of the processor's",
      state: "git commit -q --allow-empty -m x && git push -q origin HEAD:main",
      command: "countersign run -C $H --key $S/key-foreign", fault: "key",
      mend: "the keys under `processor:` in policies/countersign.yaml",
      again: "\(run) 2>&1 | grep -v key"),
    SetupMend(
      name: "a certificate of a grant that is not there",
      state: "git fetch -q origin $L:refs/remotes/origin/countersign/ledger",
      command: "countersign credential g-00000000000000000000000000000000",
      fault: "The ledger has no grant", mend: "countersign grants lists them",
      again: "countersign grants"),
    SetupMend(
      name: "a drill with nobody",
      state: "git fetch -q origin $L:refs/remotes/origin/countersign/ledger",
      command: "countersign drill billing/read", fault: "Whom to drill with?",
      mend: "--subject <id>", again: "countersign drill billing/read --subject ana"),
  ]

  /// What `doctor` finds on a machine and in a clone.
  static let machines: [SetupMend] = [
    SetupMend(
      name: "doctor: an address that nobody has",
      state: "git config user.email stranger@example.com",
      command: "env -u GIT_AUTHOR_EMAIL -u GIT_COMMITTER_EMAIL countersign doctor",
      fault: "stranger@example.com", mend: "or set user.email to one that is there",
      follow: "git config user.email priya@example.com"),
    SetupMend(
      name: "doctor: a key file that others can read", state: "chmod 644 $S/key-processor",
      command: "countersign doctor --key $S/key-processor", fault: "chmod 600",
      mend: "chmod 600 ", follow: "chmod 600 $S/key-processor"),
    SetupMend(
      name: "doctor: a key that is none of the processor's",
      command: "countersign doctor --key $S/key-foreign",
      fault: "give the private key of one under",
      mend: "processor: in policies/countersign.yaml",
      again: "countersign doctor --key $S/key-processor"),
    SetupMend(
      name: "doctor: a shallow clone",
      state:
        "git commit -q --allow-empty -m x && git push -q origin HEAD:main && git clone -q --depth 1 file://$H $S/shallow",
      command: "countersign doctor -C $S/shallow", fault: "--unshallow",
      mend: "git fetch --unshallow", follow: "cd $S/shallow && git fetch -q --unshallow"),
    SetupMend(
      name: "doctor: a remote that is not there", command: "countersign doctor --remote upstream",
      fault: "upstream", mend: "--remote <name>", again: "countersign doctor --remote origin"),
    SetupMend(
      name: "doctor: no anchor", command: "env -u COUNTERSIGN_ANCHOR countersign doctor",
      fault: "no anchor", mend: "set COUNTERSIGN_ANCHOR, or pass --anchor",
      again: "countersign doctor"),
    SetupMend(
      name: "doctor: a ledger that this clone has not",
      state: "git update-ref -d refs/remotes/origin/countersign/ledger",
      command: "countersign doctor",
      fault:
        "git fetch origin +refs/heads/countersign/ledger:refs/remotes/origin/countersign/ledger",
      mend:
        "git fetch origin +refs/heads/countersign/ledger:refs/remotes/origin/countersign/ledger",
      follow:
        "git fetch -q origin +refs/heads/countersign/ledger:refs/remotes/origin/countersign/ledger"),
    SetupMend(
      name: "doctor: no signing key",
      command: "env GIT_CONFIG_COUNT=0 countersign doctor", fault: "gpg has no key",
      mend: "git config --global gpg.format ssh",
      follow:
        "git config --global gpg.format ssh && git config --global user.signingkey $S/key-priya.pub"
    ),
    SetupMend(
      name: "doctor: a hook that cannot be run",
      state:
        "mkdir -p $H/hooks && printf '#!/bin/sh\\ncountersign run\\n' >$H/hooks/post-receive && chmod 644 $H/hooks/post-receive",
      command: "countersign doctor -C $H", fault: "chmod +x", mend: "chmod +x ",
      follow: "chmod +x $H/hooks/post-receive"),
    SetupMend(
      name: "doctor: a workflow that fetches one commit",
      state:
        "mkdir -p .github/workflows && printf 'on: {push: {branches: [main]}}\\njobs:\\n  run:\\n    steps:\\n      "
        + "- uses: actions/checkout@v4\\n      - run: countersign run\\n' >.github/workflows/countersign.yml && "
        + "git add -A && git commit -qm CI",
      command: "countersign doctor", fault: "give each actions/checkout", mend: "fetch-depth: 0",
      follow:
        "sed -i 's|checkout@v4|&\\n        with: {fetch-depth: 0}|' .github/workflows/countersign.yml && "
        + "git commit -qam Depth"),
    SetupMend(
      name: "doctor: a workflow without a schedule, and without an order",
      state:
        "mkdir -p .github/workflows && printf 'on: {push: {branches: [main]}}\\njobs:\\n  run:\\n    steps:\\n      "
        + "- run: countersign run\\n' >.github/workflows/countersign.yml && git add -A && git commit -qm CI",
      command: "countersign doctor", fault: "*/10", mend: "on: schedule: - cron: \"*/10 * * * *\"",
      follow:
        "printf 'on:\\n  push: {branches: [main]}\\n  schedule:\\n    - cron: \"*/10 * * * *\"\\nconcurrency: "
        + "{group: countersign, cancel-in-progress: false}\\njobs:\\n  run:\\n    steps:\\n      - run: countersign run\\n' "
        + ">.github/workflows/countersign.yml && git commit -qam Schedule"),
  ]
}
