import CLibGit2
import Model

extension Repository {
  /// Writes into `target` what it lacks of the history of `tips`.
  ///
  /// A commit or tree that is there stands for all that it leads to, as git itself assumes of what
  /// a reference leads to; `store` keeps that true when a copy is interrupted.
  func copyObjects(of tips: [ObjectID], to target: Repository) throws(GitError) {
    var missing = PackContent()
    var commits = try tips.map { (id) throws(GitError) in try tagged(id, &missing, target) }
    while let id = commits.popLast() {
      guard !missing.contains(id), !target.has(id) else { continue }
      missing.add(id, at: "")
      let commit = try rawCommit(id)
      commits.append(contentsOf: commit.parents)
      try collectTree(commit.tree, &missing, target)
    }
    try store(missing, in: target)
  }

  /// The commit that `id` is or, as a tag, leads to; the tags on the way are noted.
  private func tagged(
    _ id: ObjectID, _ missing: inout PackContent, _ target: Repository
  ) throws(GitError) -> ObjectID {
    var id = id
    while try header(of: id).kind == .tag {
      if !target.has(id) { missing.add(id, at: "") }
      id = try tagTarget(id)
    }
    return id
  }

  /// Notes what of the tree `id` is missing, without recursion: nothing limits how deep trees nest.
  private func collectTree(
    _ id: ObjectID, _ missing: inout PackContent, _ target: Repository
  ) throws(GitError) {
    var folders: [(id: ObjectID, name: String)] = [(id, "")]
    while let folder = folders.popLast() {
      guard !missing.contains(folder.id), !target.has(folder.id) else { continue }
      missing.add(folder.id, at: folder.name)
      for link in TreeEntry.links(in: try bytes(of: folder.id, as: .tree)) {
        let name = String(decoding: link.name, as: UTF8.self)
        if link.isTree {
          folders.append((link.id, name))
        } else if !missing.contains(link.id), !target.has(link.id) {
          missing.add(link.id, at: name)
        }
      }
    }
  }

  /// Whether the object is there, without looking for packs that have come since.
  private func has(_ id: ObjectID) -> Bool {
    var raw = id.raw
    return git_odb_exists_ext(database, &raw, GIT_ODB_LOOKUP_NO_REFRESH.rawValue) == 1
  }
}

extension TreeEntry {
  /// What a tree leads to, as far as it can be read: also a malformed tree is carried over whole,
  /// to be judged where it lands.
  static func links(
    in bytes: [UInt8]
  ) -> [(name: ArraySlice<UInt8>, isTree: Bool, id: ObjectID)] {
    var links: [(name: ArraySlice<UInt8>, isTree: Bool, id: ObjectID)] = []
    var rest = bytes[...]
    while let space = rest.firstIndex(of: 0x20), let end = rest[space...].firstIndex(of: 0),
      bytes.count - end > ObjectID.byteCount
    {
      let mode = UInt32(String(decoding: rest[..<space], as: UTF8.self), radix: 8) ?? 0
      let id = ObjectID(in: bytes, at: end + 1)
      rest = rest[(end + 1 + ObjectID.byteCount)...]
      if mode & 0o170000 == submodule { continue }
      let name = bytes[(space + 1)..<end]
      links.append((name, mode & 0o170000 == tree, id))
    }
    return links
  }
}
