import CLibGit2
import Model

extension ObjectID {
  /// Copies the id out of libgit2's own form.
  init(_ raw: git_oid) {
    self = withUnsafeBytes(of: raw) { ObjectID(in: Array($0.prefix(ObjectID.byteCount)), at: 0) }
  }

  /// The id in libgit2's own form.
  var raw: git_oid {
    var raw = git_oid()
    let (high, middle, low) = words
    withUnsafeMutableBytes(of: &raw) { place in
      place.storeBytes(of: high.bigEndian, toByteOffset: 0, as: UInt64.self)
      place.storeBytes(of: middle.bigEndian, toByteOffset: 8, as: UInt64.self)
      place.storeBytes(of: low.bigEndian, toByteOffset: 16, as: UInt32.self)
    }
    return raw
  }
}
