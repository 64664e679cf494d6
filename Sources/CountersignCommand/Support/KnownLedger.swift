internal import Git
internal import Model

/// The last tip of a ledger that this clone trusted, so that a ledger rolled back is noticed.
///
/// A file of this program's own and no reference: on a plain host everybody who may push writes references, and
/// could have it point anywhere, or stand in its way (THREATS row 61).
struct KnownLedger {
  private static let folders = ["countersign", "known"]

  private let root: String
  private let name: String

  init(of anchor: ObjectID, in repository: Repository) {
    root = repository.commonDirectory
    name = "\(anchor)"
  }

  /// Where it is kept.
  var path: String { root + (Self.folders + [name]).joined(separator: "/") }

  /// Whether a ledger of this anchor was ever trusted here, though the tip may be unreadable by now.
  var hasSeenOne: Bool { Files.isTaken(path) }

  /// The tip; nil where none was trusted here yet.
  ///
  /// - Throws: With status 77 where something else stands there: nobody can tell what was known.
  func tip() throws(Failure) -> OID? {
    do throws(Failure) {
      let bytes = try Files.readOwn(below: root, in: Self.folders, name: name, limit: 64)
      guard let bytes else { return nil }
      let text = String(decoding: bytes, as: UTF8.self)
      if text.hasSuffix("\n"), let tip = OID(hex: String(text.dropLast())) { return tip }
    } catch {
      throw unreadable(error.message)
    }
    throw unreadable(nil)
  }

  private func unreadable(_ trouble: String?) -> Failure {
    Failure(
      .untrusted,
      trouble ?? "\(path) does not hold the ledger's tip that this clone trusted last.",
      hint: "Compare the ledger with another clone or the witness, then remove what stands there.")
  }

  /// Remembers `tip` as trusted.
  func remember(_ tip: OID) throws(Failure) {
    guard try self.tip() != tip else { return }
    try Files.replace(
      Array("\(tip)\n".utf8), below: root, in: Self.folders, name: name, isDurable: true)
  }
}
