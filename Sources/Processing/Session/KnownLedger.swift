import Git
package import Model

/// The last tip of a ledger that this clone trusted, so that a ledger rolled back is noticed.
///
/// A file of this program's own and no reference: on a plain host everybody who may push writes references, and
/// could have it point anywhere, or stand in its way (THREATS row 61).
package struct KnownLedger {
  private static let folders = ["countersign", "known"]

  private let place: FilePlace
  private let files: FileAccess

  init(of anchor: ObjectID, in repository: Repository, _ files: FileAccess) {
    place = FilePlace(below: repository.commonDirectory, in: Self.folders, name: "\(anchor)")
    self.files = files
  }

  /// Where it is kept.
  var path: String { place.root + (place.folders + [place.name]).joined(separator: "/") }

  /// Whether a ledger of this anchor was ever trusted here, though the tip may be unreadable by now.
  var hasSeenOne: Bool { files.isTaken(path) }

  /// The tip; nil where none was trusted here yet.
  ///
  /// - Throws: `.untrusted` where something else stands there: nobody can tell what was known.
  package func tip() throws(ProcessingError) -> ObjectID? {
    do throws(ProcessingError) {
      let bytes = try files.readOwn(place, 64)
      guard let bytes else { return nil }
      let text = String(decoding: bytes, as: UTF8.self)
      if text.hasSuffix("\n"), let tip = ObjectID(hex: String(text.dropLast())) { return tip }
    } catch {
      throw unreadable(error.message)
    }
    throw unreadable(nil)
  }

  private func unreadable(_ trouble: String?) -> ProcessingError {
    ProcessingError(
      .untrusted,
      trouble ?? "\(path) does not hold the ledger's tip that this clone trusted last.",
      hint: "Compare the ledger with another clone or the witness, then remove what stands there.")
  }

  /// Remembers `tip` as trusted.
  package func remember(_ tip: ObjectID) throws(ProcessingError) {
    guard try self.tip() != tip else { return }
    try files.replace(Array("\(tip)\n".utf8), place, FileAccess.Writing(isDurable: true))
  }
}
