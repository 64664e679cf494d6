import CLibGit2

extension OID {
  /// Copies the id out of libgit2's own form.
  init(_ raw: git_oid) {
    self = withUnsafeBytes(of: raw) { OID(in: Array($0.prefix(OID.byteCount)), at: 0) }
  }

  /// The id in libgit2's own form.
  var raw: git_oid {
    var raw = git_oid()
    withUnsafeMutableBytes(of: &raw) { $0.copyBytes(from: bytes) }
    return raw
  }
}
