package import Model

/// A commit that says one thing only, whoever reads it.
///
/// git, libgit2 and forges differ on which of two `committer` lines counts, on where a message ends
/// that has a NUL, and on what a signature covers when headers are repeated (THREATS row 22). A
/// value of this type has none of that, so what its signature covers is what everybody sees.
package struct Commit: Hashable, Sendable {
  /// The commit's own id.
  package let id: ObjectID
  /// The tree it records.
  package let tree: ObjectID
  /// Its parents in order, no two the same.
  package let parents: [ObjectID]
  /// Who is said to have written the change.
  package let author: Ident
  /// Who is said to have made the commit.
  package let committer: Ident
  /// The signature in its armour, each line ending in a newline, or nil for an unsigned commit.
  package let signature: [UInt8]?
  /// The bytes that the signature covers: the object without its `gpgsig` header.
  package let payload: [UInt8]
  /// Everything after the first empty line; nothing in it means anything.
  package let message: [UInt8]

  /// Reads `raw` strictly.
  ///
  /// The headers are `tree`, any number of `parent`, `author`, `committer`, then in any order at
  /// most one `encoding`, at most one `gpgsig`, any number of `mergetag` (git writes one for
  /// each tag that is merged; JGit writes `gpgsig` before `encoding`), and headers that git does not know,
  /// each once (`change-id` of Jujutsu and GitButler).
  /// - Throws: For anything else, saying what: a header too many, headers out of order, another of git's own,
  ///   a NUL anywhere, a carriage return in a header, a malformed ident, a parent named twice.
  package init(parsing raw: RawCommit) throws(CommitFormatError) {
    var headers = CommitHeaders(raw)
    try headers.checkBytes()
    (author, committer) = (try headers.ident("author"), try headers.ident("committer"))
    try headers.takeOptionalHeaders()
    id = raw.id
    tree = raw.tree
    parents = raw.parents
    signature = headers.signature
    payload = headers.payload
    message = Array(headers.rest)
  }

  /// The commit that `signature` makes of the unsigned commit `payload`, as git writes it.
  ///
  /// The `gpgsig` header becomes the last one, its lines continued by a space.
  /// `payload` is a whole commit object without a signature, and `signature` an armoured signature
  /// of exactly these bytes.
  package static func signedBytes(payload: [UInt8], signature: [UInt8]) -> [UInt8] {
    var end = payload.startIndex
    while end < payload.endIndex, payload[end] != 0x0A {
      end = payload[end...].firstIndex(of: 0x0A).map { $0 + 1 } ?? payload.endIndex
    }
    var signed = Array(payload[..<end])
    signed.append(contentsOf: "gpgsig".utf8)
    var lines = signature.split(separator: 0x0A, omittingEmptySubsequences: false)
    if lines.last?.isEmpty ?? false { lines.removeLast() }
    for line in lines {
      signed.append(0x20)
      signed.append(contentsOf: line)
      signed.append(0x0A)
    }
    signed.append(contentsOf: payload[end...])
    return signed
  }
}
