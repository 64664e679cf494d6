internal import ArgumentParser
internal import Model
internal import Processing
internal import Reports

/// `countersign new`: write a request, asking for what is missing.
struct NewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new",
    abstract: "Write a request, asking for what is missing.",
    discussion: """
      Writes requests/<system>/<name>.yaml into the work tree, never over another file, and prints the \
      commands that send it off; it runs none of them. On a terminal it asks for what no flag gives and \
      offers only what the subject may ask for by the mainline's policies. A request that would be \
      refused is not written.

      EXAMPLES
        countersign new
        countersign new billing-db/read-only --duration 8h --ticket OPS-4312 \\
          --reason 'Reconcile the November invoices.'
        countersign new shop-api/read-only --duration 1h --reason 'Look.' \\
            --certificate-request me.csr
        countersign new billing-db/superuser --emergency --duration 30m --reason \\
            'The replica is stuck.'
        countersign new --subject nightly-export --starts 2026-11-22T02:00:00Z

      EXIT STATUS
        0 written   1 it would be refused, or the file is there already
        64 wrong usage, or something is missing and nobody can be asked
        65 the mainline has no policies that can be read
        74 the file cannot be written
      """)

  @OptionGroup var repository: RepositoryOptions
  @OptionGroup var anchor: AnchorOption
  @OptionGroup var format: FormatOption
  @OptionGroup var time: TimeOption

  @Argument(help: ArgumentHelp("What to ask for.", valueName: "system/entitlement"))
  var entitlement: EntitlementName?

  @Option(
    help: ArgumentHelp(
      "The person or workload that is to have it; without it whoever has git's user.email.",
      valueName: "id"))
  var subject: IdentityID?

  @Option(help: ArgumentHelp("For how long, such as 30m, 8h or 5d.", valueName: "duration"))
  var duration: String?

  @Option(help: ArgumentHelp("When it begins; without it when it is issued.", valueName: "instant"))
  var starts: Instant?

  @Option(help: ArgumentHelp("The ticket that the work is for.", valueName: "ticket"))
  var ticket: String?

  @Option(help: ArgumentHelp("What it is for, in a sentence.", valueName: "text"))
  var reason: String?

  @Flag(
    help: "Break the glass: ask on the entitlement's terms for emergencies, reviewed afterwards.")
  var emergency = false

  @Option(
    help: ArgumentHelp(
      "The key to certify, of a system that hands out SSH certificates: a .pub file. Without it the keys in the subject's file are certified.",
      valueName: "file"))
  var publicKey: String?

  @Option(
    help: ArgumentHelp(
      "A PKCS #10 request for the key to certify, of a system that hands out X.509 certificates: a .csr file.",
      valueName: "file"))
  var certificateRequest: String?

  @Option(
    help: ArgumentHelp(
      "The file's name without .yaml; without it made of subject and ticket.", valueName: "name"))
  var name: String?

  func validate() throws { try checkFileName(name) }

  mutating func run() throws {
    let surroundings = Surroundings.ofThisProcess()
    let now = time.now ?? surroundings.now
    let desk = try RequestDesk(
      at: repository.repository, anchor: try anchor.ifGiven(), now, .ofThisProcess)
    var wish = RequestWish()
    (wish.subject, wish.entitlement, wish.duration) = (subject, entitlement, duration)
    (wish.starts, wish.ticket, wish.reason) = (starts, ticket, reason)
    (wish.isEmergency, wish.publicKey) = (emergency, publicKey)
    (wish.certificateRequest, wish.name) = (certificateRequest, name)
    let report = try desk.write(wish, asking: surroundings.questions)
    try Output.answer(report, as: format.format, surroundings, at: now)
  }
}

/// Refuses a name for a file that no path may have.
func checkFileName(_ name: String?) throws {
  guard let name, !isPlainName(Array(name.utf8)) else { return }
  throw ValidationError(
    "--name takes small letters, digits, '.', '_' and '-', a letter or digit first.")
}

extension EntitlementName: ExpressibleByArgument {
  package init?(argument: String) {
    let parts = argument.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard parts.count == 2, let system = SystemID(Substring(parts[0])), isPlainName(parts[1]) else {
      return nil
    }
    self.init(system: system, entitlement: String(Substring(parts[1])))
  }
}
