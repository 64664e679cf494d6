/// Writes an OpenSSH key revocation list (PROTOCOL.krl) that revokes certificates by their key ids.
///
/// The same input makes the same bytes, so that an audit can make the list anew.
package struct RevocationListWriter {
  private var writer = SSHWireWriter()

  /// A list that revokes nothing yet.
  ///
  /// - Parameter at: When it is made, in seconds since 1970; also its version, since a newer list has the
  ///   higher number.
  package init(at: UInt64) {
    writer.raw(BinaryRevocationList.magic)
    writer.uint32(1)  // the format's version
    writer.uint64(at)  // the list's version
    writer.uint64(at)
    writer.uint64(0)  // flags: there are none
    writer.string([])  // reserved
    writer.string([])  // a comment
  }

  /// Revokes the certificates of `authority`, a key in wire form, whose key ids are `keyIDs`.
  package mutating func revoke(keyIDs: [[UInt8]], by authority: [UInt8]) {
    var ids = SSHWireWriter()
    for id in keyIDs { ids.string(id) }
    var section = SSHWireWriter()
    section.string(authority)
    section.string([])  // reserved
    section.byte(RevokedCertificates.keyIDSection)
    section.string(ids.bytes)
    writer.byte(BinaryRevocationList.certificateSection)
    writer.string(section.bytes)
  }

  /// The list so far.
  package var bytes: [UInt8] { writer.bytes }
}
