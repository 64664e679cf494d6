/// Why a server did not do what it was asked, and whether it may do it a moment later.
struct PostgresTrouble: Error {
  let trouble: TargetTrouble
  /// Whether somebody else may have changed the same roles at the same time.
  let isPassing: Bool

  /// Characters of a message of the server's or of psql's.
  private static let longest = 300
  /// The codes (`SQLSTATE`) of two sessions that were in each other's way.
  private static let passing: Set<String> = [
    "23505", "40001", "40P01", "42704", "42710", "XX000",
  ]

  init(_ trouble: TargetTrouble) {
    self.trouble = trouble
    isPassing = false
  }

  /// What psql said before it ended with `status`: what our own scripts raise, or its own first line.
  ///
  /// Neither holds a secret: psql names host, role and service, and our statements have no password in them.
  init(status: Int32, errors: [UInt8]) {
    let text = String(decoding: errors, as: UTF8.self)
    if let mark = text.firstRange(of: PostgresScript.raised) {
      let line = text[mark.upperBound...].prefix { $0 != "\n" }
      let code = line.prefix(5)
      trouble = .failed(String(line.dropFirst(code.count + 2).prefix(Self.longest)))
      isPassing = Self.passing.contains(String(code))
      return
    }
    let line = text.prefix { $0 != "\n" }
    let mark = line.firstRange(of: "error: ")?.upperBound ?? line.startIndex
    let said = line[mark...].prefix(Self.longest)
    trouble = .program(
      said.isEmpty ? "psql ended with status \(status)" : "could not ask the server: \(said)")
    isPassing = false
  }
}
