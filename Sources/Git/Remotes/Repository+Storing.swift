import CLibGit2
import Model

extension Repository {
  /// As many objects become files of their own before a pack is written, as in git
  /// (`transfer.unpackLimit`): a small pack for each run would slow every later reader down.
  private static let looseLimit = 100

  /// Writes `content`, which this repository has, into `target`, synced to the disk.
  ///
  /// Whatever interrupts this, no object is there before those that it leads to and that were
  /// missing: a pack appears whole, and files are written in that order.
  func store(_ content: PackContent, in target: Repository) throws(GitError) {
    if content.objects.count <= Self.looseLimit {
      try storeFiles(Set(content.objects.map(\.id)), in: target)
    } else {
      try storePack(content, in: target)
    }
    git_odb_refresh(target.database)
  }

  private func storePack(_ content: PackContent, in target: Repository) throws(GitError) {
    let context = "write a pack of \(content.objects.count) objects"
    var builder: OpaquePointer?
    try LibGit2.check(git_packbuilder_new(&builder, handle), context)
    defer { git_packbuilder_free(builder) }
    git_packbuilder_set_threads(builder, 0)
    for (id, path) in content.objects {
      var raw = id.raw
      try LibGit2.check(git_packbuilder_insert(builder, &raw, path), context)
    }
    let directory = "\(target.commonDirectory)objects/pack"
    try LibGit2.check(git_packbuilder_write(builder, directory, 0, nil, nil), context)
  }

  private func storeFiles(_ ids: Set<ObjectID>, in target: Repository) throws(GitError) {
    var waiting: [(id: ObjectID, kind: ObjectKind, bytes: [UInt8], needs: [ObjectID])] = []
    for id in ids.sorted() {
      let kind = try header(of: id).kind
      let bytes = try bytes(of: id, as: kind)
      let needs = Self.links(of: id, kind, bytes).filter { ids.contains($0) }
      waiting.append((id, kind, bytes, needs))
    }
    var written: Set<ObjectID> = []
    while !waiting.isEmpty {
      let ready = waiting.filter { written.isSuperset(of: $0.needs) }
      guard !ready.isEmpty else {
        throw GitError(.corrupt, "they lead to one another in a circle", context: "store objects")
      }
      for object in ready {
        try target.writeThrough(object.bytes, as: object.kind)
        written.insert(object.id)
      }
      waiting.removeAll { written.contains($0.id) }
    }
  }

  private static func links(of id: ObjectID, _ kind: ObjectKind, _ bytes: [UInt8]) -> [ObjectID] {
    switch kind {
    case .blob: []
    case .tag: tagTarget(in: bytes).map { [$0] } ?? []
    case .tree: TreeEntry.links(in: bytes).map(\.id)
    case .commit: RawCommit(id: id, bytes: bytes).map { [$0.tree] + $0.parents } ?? []
    }
  }
}
