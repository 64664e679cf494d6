internal import ArgumentParser
internal import Model
internal import Processing
internal import Reports

/// `countersign identity rotate-key`: prepare the branch that gives somebody a new key.
struct RotateKeyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rotate-key",
    abstract: "Prepare the branch that gives a person a new SSH key.",
    discussion: """
      Makes a commit on the mainline's tip that adds the key to the person's file and marks the old one \
      `retired:`, signed by your own git, on a branch of its own; nothing is pushed and no work tree is touched.

      Signed with the old key it needs the approvals of the line that governs the file. With the old key lost, \
      make it all the same, with the new key as git's user.signingkey: the approvals of the line that governs the \
      settings replace that signature, and the command says whose they could be. Whoever makes the commit cannot \
      approve it, and nobody approves a change of their own file. Might somebody else have the old key? Then mark it \
      `compromised:` in the file: that stops it as soon as it lands.

      EXAMPLES
        countersign identity rotate-key ana.silva --key ~/.ssh/id_new.pub
        countersign identity rotate-key ana.silva --key new.pub --replaces SHA256:…

      EXIT STATUS
        0 the branch is there   1 nobody could approve it, or the person is unknown
        64 wrong usage   65 the file cannot be changed
        69 git made no signed commit
        74 the repository fails
      """)

  @OptionGroup var repository: RepositoryOptions
  @OptionGroup var anchor: AnchorOption
  @OptionGroup var format: FormatOption
  @OptionGroup var time: TimeOption

  @Argument(help: ArgumentHelp("The person's id.", valueName: "person"))
  var person: IdentityID

  @Option(help: ArgumentHelp("The new public key.", valueName: "file.pub"))
  var key: String

  @Option(
    help: ArgumentHelp(
      "Which key retires, by its fingerprint or its certificate's path; needed where there are several.",
      valueName: "key"))
  var replaces: String?

  mutating func run() async throws {
    let surroundings = Surroundings.ofThisProcess()
    let now = time.now ?? surroundings.now
    let branch = "rotate-key/\(person)"
    let prepared = try await KeyRotation(
      at: repository.repository, anchor: anchor.ifGiven(), of: person, to: key,
      replacing: replaces, at: now, .ofThisProcess
    ).prepare(on: branch)
    let report = RotateKeyReport(
      person: person, branch: branch, commit: prepared.commit, old: prepared.old,
      new: prepared.new, change: prepared.change, isSignedByOwner: prepared.isSignedByOwner,
      commands: ["git push -u origin \(shellWord(branch))"])
    try Output.answer(report, as: format.format, surroundings, at: now)
  }
}
