import CLibGit2
package import Model

extension Repository {
  /// The commit that `revision` means.
  ///
  /// Understood are full and abbreviated ids, names of references as git completes them, what git
  /// writes with `@{…}`, and after any of them `~N`, `^N`, `^0`, `^{commit}` and `^{}`. Parents are
  /// taken from the commits' own bytes, so grafts and replace refs change nothing. Searches
  /// (`:/text`, `^{/text}`) and paths (`REV:path`) are not understood.
  /// - Throws: `.notFound` with the text when it means no commit; `.invalid` when it is ambiguous.
  package func resolve(_ revision: String) throws(GitError) -> ObjectID {
    let text = revision.utf8
    let end = text.firstIndex { $0 == 0x7E || $0 == 0x5E } ?? text.endIndex
    let base = String(decoding: text[..<end], as: UTF8.self)
    var id = try peeled(object(named: base, in: revision), of: revision)
    var rest = text[end...]
    while let sign = rest.popFirst() {
      if sign == 0x5E, rest.first == 0x7B {
        let word = rest.prefix { $0 != 0x7D }
        guard word.elementsEqual("{".utf8) || word.elementsEqual("{commit".utf8),
          word.endIndex < rest.endIndex
        else { throw unknown(revision) }
        rest = rest[word.endIndex...].dropFirst()
        continue
      }
      let digits = rest.prefix { 0x30...0x39 ~= $0 }
      rest = rest[digits.endIndex...]
      guard let number = digits.isEmpty ? 1 : Int(String(decoding: digits, as: UTF8.self)) else {
        throw unknown(revision)
      }
      switch sign {
      case 0x7E: id = try ancestor(number, of: id, in: revision)
      case 0x5E where number > 0: id = try parent(number, of: id, in: revision)
      case 0x5E: break
      default: throw unknown(revision)
      }
    }
    return id
  }

  private func ancestor(_ count: Int, of id: ObjectID, in revision: String) throws(GitError)
    -> ObjectID
  {
    var id = id
    for _ in 0..<count { id = try parent(1, of: id, in: revision) }
    return id
  }

  private func parent(_ number: Int, of id: ObjectID, in revision: String) throws(GitError)
    -> ObjectID
  {
    let parents = try rawCommit(id).parents
    guard number <= parents.count else { throw unknown(revision) }
    return parents[number - 1]
  }

  /// The object that the part of `revision` before any `~` or `^` names.
  private func object(named base: String, in revision: String) throws(GitError) -> ObjectID {
    guard !base.isEmpty, !base.utf8.contains(0x3A) else { throw unknown(revision) }
    if let id = ObjectID(hex: base), contains(id) { return id }
    let name = base == "@" ? "HEAD" : base
    var found: OpaquePointer?
    defer { git_reference_free(found) }
    if git_reference_dwim(&found, handle, name) >= 0 {
      let whole = String(cString: git_reference_name(found))
      if whole != name { try refuseAmbiguous(name, in: revision) }
      if let id = try reference(whole) { return id }
      throw unknown(revision)
    }
    if name.utf8.contains(0x40) {
      var object: OpaquePointer?
      defer { git_object_free(object) }
      if git_revparse_single(&object, handle, name) >= 0, let id = git_object_id(object) {
        return ObjectID(id.pointee)
      }
    }
    return try abbreviated(base, in: revision)
  }

  /// Throws where the short `name` stands for references with different values.
  ///
  /// Git takes the tag and warns. Who may push tags could so have a command look at a commit of theirs in the place
  /// of `origin/main` (THREATS row 61).
  private func refuseAmbiguous(_ name: String, in revision: String) throws(GitError) {
    var found: [(name: String, id: ObjectID)] = []
    for prefix in ["refs/", "refs/tags/", "refs/heads/", "refs/remotes/"] {
      guard let id = try reference(prefix + name) else { continue }
      found.append((prefix + name, id))
    }
    guard Set(found.map(\.id)).count > 1 else { return }
    throw GitError(
      .invalid,
      "it is ambiguous: \(found.map(\.name).joined(separator: ", ")); write one of them in full",
      context: "find the revision \(revision)")
  }

  private func abbreviated(_ digits: String, in revision: String) throws(GitError) -> ObjectID {
    let count = digits.utf8.count
    let padded = digits.lowercased() + String(repeating: "0", count: max(0, 40 - count))
    guard count >= 4, let prefix = ObjectID(hex: padded) else { throw unknown(revision) }
    var (raw, full) = (prefix.raw, git_oid())
    let status = git_odb_exists_prefix(&full, objects, &raw, count)
    if git_error_code(status) == GIT_ENOTFOUND { throw unknown(revision) }
    try LibGit2.check(status, "find the revision \(revision)")
    return ObjectID(full)
  }

  /// The commit that `id` is, or that the tag `id` leads to.
  private func peeled(_ id: ObjectID, of revision: String) throws(GitError) -> ObjectID {
    guard let commit = try peeledCommit(id) else { throw unknown(revision) }
    return commit
  }

  /// The commit that `id` is, or that the tag `id` leads to; nil where that is a tree or a blob.
  package func peeledCommit(_ id: ObjectID) throws(GitError) -> ObjectID? {
    var id = id
    while true {
      let kind = try header(of: id).kind
      if kind == .commit { return id }
      guard kind == .tag else { return nil }
      id = try tagTarget(id)
    }
  }

  /// The object that the tag `id` names first.
  func tagTarget(_ id: ObjectID) throws(GitError) -> ObjectID {
    guard let target = Self.tagTarget(in: try bytes(of: id, as: .tag, atMost: RawCommit.largest))
    else {
      throw GitError(.corrupt, "the tag names no object", context: "read tag \(id)")
    }
    return target
  }

  /// The object that a tag with the content `bytes` names first.
  static func tagTarget(in bytes: [UInt8]) -> ObjectID? {
    let keyword = Array("object ".utf8)
    guard bytes.starts(with: keyword) else { return nil }
    return ObjectID(anyCaseHex: bytes.dropFirst(keyword.count).prefix(2 * ObjectID.byteCount))
  }

  private func unknown(_ revision: String) -> GitError {
    GitError(
      .notFound, "no commit is called that", context: "find the revision \(revision)")
  }
}
