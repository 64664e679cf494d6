internal import ArgumentParser
internal import Model
internal import Processing
internal import Reports

/// `countersign signers`: the policy's keys in the form that plain git understands.
struct SignersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "signers",
    abstract: "Print the policy's keys so that plain git agrees with Countersign.",
    discussion: """
      Prints the SSH keys of all active people and workloads as an allowed_signers file: who they are \
      by their id and their e-mails, for signatures of git alone, retired keys up to when they were \
      retired. Compromised keys are left out; --revoked prints them for gpg.ssh.revocationFile. \
      --openpgp prints the certificates of those who sign with OpenPGP, for gpg --import; those marked \
      retired or compromised are left out, since a certificate cannot say that of itself.

      The policy is the one in force by the ledger, or the anchor's where there is no ledger yet. What \
      the mainline's tip suspends, offboards or marks compromised counts at once, accepted or not. With \
      a revision it is that commit's policy, whoever accepted it.

      EXAMPLES
        countersign signers --anchor $ANCHOR > ~/.config/git/allowed_signers
        countersign signers --anchor $ANCHOR --revoked > ~/.config/git/revoked_keys
        countersign signers refs/remotes/origin/main --openpgp | gpg --import
        countersign signers refs/remotes/origin/main --format json

      EXIT STATUS
        0 printed   64 wrong usage   65 the policy has faults
        74 the repository fails
        77 the ledger cannot be trusted
      """)

  @OptionGroup var repository: RepositoryOptions
  @OptionGroup var anchor: AnchorOption
  @OptionGroup var format: FormatOption

  @Flag(help: "Print the compromised keys instead, one a line.")
  var revoked = false

  @Flag(help: "Print the OpenPGP certificates instead.")
  var openpgp = false

  @Argument(
    help: ArgumentHelp(
      "The commit whose policy to take instead of the one in force.", valueName: "rev"))
  var revision: String?

  func validate() throws {
    if revoked, openpgp { throw ValidationError("--revoked and --openpgp exclude each other.") }
  }

  mutating func run() throws {
    let surroundings = Surroundings.ofThisProcess()
    let source = try SignerSource(
      repository.repository, revision: revision,
      anchor: revision == nil ? anchor.resolved() : nil, at: surroundings.now, .ofThisProcess)
    if openpgp {
      try Output.answer(source.certificates())
    } else if revoked {
      try Output.answer(source.list().revoked)
    } else {
      try Output.answer(source.list(), as: format.format, surroundings, at: surroundings.now)
    }
  }
}
