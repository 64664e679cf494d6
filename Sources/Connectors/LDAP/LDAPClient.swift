import Model

/// Asks one directory through OpenLDAP's programs.
struct LDAPClient: Sendable {
  let address: LDAPAddress
  let identity: LDAPConnection.Identity
  let run: ProgramCall.Runner

  /// What a directory answers (RFC 4511, section 4.1.9), which is how the programs end.
  enum Code {
    static let success: Int32 = 0
    static let noSuchAttribute: Int32 = 16
    static let attributeOrValueExists: Int32 = 20
    static let noSuchObject: Int32 = 32
    static let invalidDNSyntax: Int32 = 34
    static let objectClassViolation: Int32 = 65
  }

  /// What an entry is called for ever (RFC 4530).
  static let lastingName = "entryUUID"

  /// The entry `name` with `attributes`; nil where there is none, as far as this runner may see.
  func entry(
    _ name: String, _ attributes: [String]
  ) async throws(TargetTrouble) -> LDIF.Entry? {
    let answer = try await search(["-s", "base", "-b", name], "(objectClass=*)", attributes)
    if [Code.noSuchObject, Code.invalidDNSyntax].contains(answer.status) { return nil }
    return try entries(in: answer, attributes, "the whole of \(name)").first
  }

  /// The entries that `filter` finds in all that the directory holds.
  func entries(
    where filter: String, _ attributes: [String]
  ) async throws(TargetTrouble) -> [LDIF.Entry] {
    let contexts = "namingContexts"
    let root = try await search(["-s", "base", "-b", ""], "(objectClass=*)", [contexts])
    guard let suffixes = try entries(in: root, [contexts], "what it holds").first?[contexts],
      !suffixes.isEmpty
    else { throw .nonsense("does not say under which names it holds entries") }
    var found: [LDIF.Entry] = []
    for suffix in suffixes {
      let answer = try await search(["-s", "sub", "-b", suffix], filter, attributes)
      if answer.status == Code.noSuchObject { continue }
      for entry in try entries(in: answer, attributes, "what it holds under \(suffix)")
      where !found.contains(where: { $0.name == entry.name }) {
        found.append(entry)
      }
    }
    return found
  }

  /// The entry that is called `id` for ever; nil where there is none, as far as this runner may see.
  func entry(
    lasting id: String, _ attributes: [String]
  ) async throws(TargetTrouble) -> LDIF.Entry? {
    try await entries(where: "(\(Self.lastingName)=\(Self.escaped(id)))", attributes).first
  }

  /// `text` as a value within a filter (RFC 4515).
  static func escaped(_ text: String) -> String {
    var filter: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case 0, UInt8(ascii: "*"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "\\"):
        filter += [UInt8(ascii: "\\")] + Array(hexadecimal([byte]).utf8)
      default: filter.append(byte)
      }
    }
    return String(decoding: filter, as: UTF8.self)
  }

  private func entries(
    in answer: ProgramAnswer, _ attributes: [String], _ what: String
  ) throws(TargetTrouble) -> [LDIF.Entry] {
    guard answer.status == Code.success else { throw trouble(answer) }
    guard let entries = LDIF.entries(of: attributes, in: answer.output) else {
      throw .nonsense("ldapsearch answered what is not \(what)")
    }
    return entries
  }

  private func search(
    _ scope: [String], _ filter: String, _ attributes: [String]
  ) async throws(TargetTrouble) -> ProgramAnswer {
    try await asked(
      "ldapsearch", ["-LLL", "-o", "ldif-wrap=no"] + scope + [filter] + attributes
    ).get()
  }

  /// Has `changes` made to `entry`; what the directory answered, and its trouble where that is none of `codes`.
  func modify(
    _ entry: String, _ changes: [LDIF.Change], doneBy codes: [Int32]
  ) async -> (code: Int32?, trouble: TargetTrouble?) {
    switch await asked("ldapmodify", [], input: LDIF.modification(of: entry, changes)) {
    case .failure(let trouble): (nil, trouble)
    case .success(let answer) where codes.contains(answer.status): (answer.status, nil)
    case .success(let answer): (answer.status, trouble(answer))
    }
  }

  private func asked(
    _ program: String, _ options: [String], input: [UInt8] = []
  ) async -> Result<ProgramAnswer, TargetTrouble> {
    let proof =
      switch identity {
      case .password(let name, let file): ["-x", "-D", name, "-y", file]
      case .connection: ["-Q", "-Y", "EXTERNAL"]
      }
    let call = ProgramCall(
      words: [program, "-H", address.text, "-o", "nettimeout=10"]
        + (address.needsStartTLS ? ["-ZZ"] : []) + proof + options,
      // A server that cannot prove who it is never learns the password, whatever a configuration says.
      environment: ["LDAPTLS_REQCERT": "demand"], input: input)
    return await run(call)
  }

  /// What the program said, which is the directory's answer and its explanation: neither holds a secret.
  private func trouble(_ answer: ProgramAnswer) -> TargetTrouble {
    let text = String(decoding: answer.errors, as: UTF8.self)
    let lines = text.split(whereSeparator: \.isNewline).map { $0.drop { $0 == "\t" || $0 == " " } }
    let said = lines.prefix(2).joined(separator: "; ").prefix(300)
    return .failed(
      said.isEmpty ? "the directory's answer has the code \(answer.status)" : String(said))
  }
}
