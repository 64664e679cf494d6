internal import ArgumentParser
internal import Model
internal import Processing
internal import Reports

/// `countersign approve`: make the signed merge commit that approves a request.
struct ApproveCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "approve",
    abstract: "Make the signed merge that approves a request, a review or policies, and push it.",
    discussion: """
      Fetches the remote, finds the request, shows all that its merge would bring in, and refuses if \
      that is more than was named. Then your own git signs the merge (user.signingkey, gpg.format, your \
      agent or hardware key) and it is pushed: to the mainline once no approval is missing, else to the \
      branch approvals/<system>/<name>, where the next reviewer's approval is stacked upon it. A request \
      that has landed already gets a late approval. A file of reviews/ is signed off the same way: one \
      signature of somebody who may, pushed to the mainline; it needs the anchor, since the ledger says \
      what waits to be reviewed. No work tree is touched; bare clones will do.

      'policies' means all that the mainline holds in policies/ and is not in force, or else what a branch \
      changes there and nowhere else; policies/<path> means that file or folder alone. What has landed \
      gets a late approval, which speaks for the whole difference from what is in force; a branch is \
      merged as for requests, its approvals stacked on approvals/policies/<commit>. Whom the approval \
      lets go of those who are stopped is said. Where the mainline holds what is not in force, a merge \
      approves nothing: land it with --land, then approve policies. This needs the anchor too.

      The same with git alone, for a request on the branch <branch>:
        git fetch <remote> && git switch --detach <remote>/main
        git merge --no-ff -S <commit of the branch that you looked at>
        git push <remote> HEAD:refs/heads/main
      For a request that landed with the commit <landing>:
        git fetch <remote> && git switch --detach <landing>
        git commit --allow-empty -S -m Approve && approval=$(git rev-parse HEAD)
        git switch --detach <remote>/main && git merge --no-ff -S $approval
        git push <remote> HEAD:refs/heads/main
      When a push is rejected because the mainline moved: fetch and merge anew, never pull.

      EXAMPLES
        countersign approve requests/billing-db/ana.yaml
        countersign approve requests/billing-db/ana.yaml --dry-run
        countersign approve requests/billing-db/ana.yaml --from ana-november
        countersign approve requests/db/ana.yaml --fetch origin refs/pull/7/head
        countersign approve reviews/billing-db-2026-11-21.yaml
        countersign approve requests/db/ana.yaml --fetch \\
            https://forge.example/ana.git main
        countersign approve policies --dry-run
        countersign approve policies/groups/dba.yaml --from new-dba

      EXIT STATUS
        0 approved and pushed; with --dry-run: it could be
        1 refused, with the reasons; nothing was pushed
        64 wrong usage, or the request is in several places
        69 git could not fetch, sign or push   74 the repository fails
        75 lost the race too often   77 trust cannot be established
      """)

  @Argument(
    help: ArgumentHelp(
      "The request, requests/<system>/<name>.yaml, the review, reviews/<name>.yaml, or policies.",
      valueName: "request|review|policies"))
  var request: String

  @OptionGroup var repository: RepositoryOptions
  @OptionGroup var anchor: AnchorOption
  @OptionGroup var format: FormatOption

  @Option(
    help: ArgumentHelp(
      "A branch of the remote, or any revision that git knows here.", valueName: "branch|commit"))
  var from: String?

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Fetch the request from a fork or a pull request: an address or remote, and a reference there.",
      valueName: "address> <reference"))
  var fetch: [String] = []

  @Option(
    help: ArgumentHelp(
      "Where the mainline is fetched from and approvals are pushed to; '.' for this repository itself.",
      valueName: "remote"))
  var remote = "origin"

  @Option(
    help: ArgumentHelp(
      "Push the merge to this branch instead of where it belongs.", valueName: "branch"))
  var onto: String?

  @Flag(help: "Push to the mainline even though approvals are missing; the request waits there.")
  var land = false

  @Flag(help: "Show what would be approved and the git commands that do it; sign and push nothing.")
  var dryRun = false

  @Flag(name: [.customLong("yes"), .customShort("y")], help: "Do not ask before signing.")
  var isConfirmed = false

  func validate() throws {
    switch ApprovalKind(of: path) {
    case .request, .policies: break
    case .review:
      if land { throw ValidationError("A review never waits on the mainline: leave out --land.") }
    case nil:
      throw ValidationError(
        "'\(request)' is no request, no review and no policy; they are requests/<system>/<name>.yaml, "
          + "reviews/<name>.yaml and policies or policies/<path>.")
    }
    guard fetch.isEmpty || fetch.count == 2 else {
      throw ValidationError(
        "--fetch takes two values: an address or remote, and a reference there.")
    }
    if !fetch.isEmpty, from != nil {
      throw ValidationError("--fetch and --from exclude each other.")
    }
    if land, onto != nil { throw ValidationError("--land and --onto exclude each other.") }
    if format.format == .json, !isConfirmed, !dryRun {
      throw ValidationError("--format json asks nothing, so it needs --yes or --dry-run.")
    }
  }

  mutating func run() async throws {
    let surroundings = Surroundings.ofThisProcess()
    guard isConfirmed || dryRun || surroundings.canAsk else {
      throw Failure(
        .wrongUsage, "There is no terminal to ask on.",
        hint: "Look with --dry-run, then pass --yes to sign without being asked.")
    }
    let approver = try approver(surroundings)
    switch ApprovalKind(of: path) {
    case .review: return try await signOff(approver, surroundings)
    case .policies: return try await approvePolicies(approver, surroundings)
    case .request, nil: break
    }
    let (plan, ground) = try await approver.plan()
    let isRefused = !plan.objections.isEmpty
    let preview = try approver.report(on: plan, ground, withCommands: dryRun)
    if format.format == .text || isRefused || dryRun { try show(preview, surroundings) }
    if isRefused { throw ExitCode(ExitStatus.negative.rawValue) }
    if dryRun { return }
    guard isConfirmed || Confirmation.ask("Sign and push this approval?") else {
      throw Failure(.negative, "Not confirmed; nothing was signed or pushed.")
    }
    let result = try await approver.approve(plan, on: ground)
    try show(approver.report(on: plan, result), surroundings)
  }

  /// What was named; a folder with or without its last slash.
  private var path: RepositoryPath {
    RepositoryPath(request.hasSuffix("/") ? String(request.dropLast()) : request)
  }

  private func requireAnchor(_ approver: Approver, for what: String) throws(Failure) {
    guard approver.anchor == nil else { return }
    throw Failure(
      .wrongUsage, "\(what) is in the ledger, which takes an anchor to trust.",
      hint: "Give --anchor <commit>, or set COUNTERSIGN_ANCHOR.")
  }

  private func approvePolicies(_ approver: Approver, _ surroundings: Surroundings) async throws {
    try requireAnchor(approver, for: "What is in force")
    let policies = PolicyApprover(approver: approver)
    let (plan, ground) = try await policies.plan()
    let isRefused = !plan.objections.isEmpty
    let preview = policies.report(on: plan, withCommands: dryRun)
    if format.format == .text || isRefused || dryRun { try show(preview, surroundings) }
    if isRefused { throw ExitCode(ExitStatus.negative.rawValue) }
    if dryRun { return }
    guard isConfirmed || Confirmation.ask("Sign and push this approval?") else {
      throw Failure(.negative, "Not confirmed; nothing was signed or pushed.")
    }
    try show(policies.report(on: plan, try await policies.approve(plan, on: ground)), surroundings)
  }

  private func signOff(_ approver: Approver, _ surroundings: Surroundings) async throws {
    try requireAnchor(approver, for: "What a review has to look at")
    let reviewer = ReviewApprover(approver: approver)
    let (plan, ground) = try await reviewer.plan()
    let isRefused = !plan.merge.objections.isEmpty
    let preview = try reviewer.report(on: plan, ground, withCommands: dryRun)
    if format.format == .text || isRefused || dryRun { try show(preview, surroundings) }
    if isRefused { throw ExitCode(ExitStatus.negative.rawValue) }
    if dryRun { return }
    guard isConfirmed || Confirmation.ask("Sign and push this review?") else {
      throw Failure(.negative, "Not confirmed; nothing was signed or pushed.")
    }
    try show(reviewer.report(on: plan, try await reviewer.approve(plan, on: ground)), surroundings)
  }

  private func approver(_ surroundings: Surroundings) throws(Failure) -> Approver {
    try Approver(
      repository: repository.repository, remote: remote, anchor: try anchor.ifGiven(),
      choice: ApprovalChoice(
        path: path, from: from,
        fetch: fetch.isEmpty ? nil : (fetch[0], fetch[1]), onto: onto, land: land),
      clock: surroundings.now, outside: .ofThisProcess)
  }

  private func show(_ report: some Report, _ surroundings: Surroundings) throws(Failure) {
    try Output.answer(report, as: format.format, surroundings, at: surroundings.now)
  }
}
