import Crypto

/// The hint of a signature in a certificate: the first two bytes of its digest, which nothing protects.
///
/// GitHub's
/// certificate of 2017 has wrong ones, as its signatures over commits do. gpg overlooks that; librnp takes the
/// signature for bad. So librnp is given the right ones and judges the signature itself.
struct OpenPGPHint {
  /// What the signature stands behind.
  let subject: OpenPGPSubject
  let signature: OpenPGPPacket

  /// The signature's packet with the right hint; as it is where it cannot be told, or is no signature of
  /// version 4 with a hash that counts.
  var corrected: [UInt8] {
    var packet = Array(signature.whole)
    do throws(OpenPGPError) {
      guard let (hint, place) = try digestStart() else { return packet }
      packet.replaceSubrange(place..<place + hint.count, with: hint)
    } catch {
      // librnp will object to what cannot be read.
      return packet
    }
    return packet
  }

  /// The first two bytes of the digest, and where in the packet they belong.
  private func digestStart() throws(OpenPGPError) -> (hint: [UInt8], place: Int)? {
    var reader = OpenPGPReader(signature.body)
    guard try reader.byte() == 4 else { return nil }
    let type = try reader.byte()
    _ = try reader.byte()
    let hash = OpenPGPHash(rawValue: try reader.byte())
    _ = try reader.bytes(reader.number(2))
    let signed = signature.body[..<reader.rest.startIndex]
    _ = try reader.bytes(reader.number(2))
    let place = reader.rest.startIndex - signature.whole.startIndex
    _ = try reader.bytes(2)
    // Revocations and direct signatures are about the primary key wherever they stand.
    let whole = OpenPGPSubject(primary: subject.primary, packet: nil)
    guard let content = whole.content(type: type) ?? subject.content(type: type) else { return nil }
    let trailer = OpenPGPProof.trailer(of: signed)
    let digest: [UInt8]
    switch hash {
    case .sha256: digest = Array(SHA256.hash(data: content + trailer))
    case .sha384: digest = Array(SHA384.hash(data: content + trailer))
    case .sha512: digest = Array(SHA512.hash(data: content + trailer))
    case .md5, .sha1, .ripemd160, nil: return nil
    }
    return (Array(digest.prefix(2)), place)
  }
}
