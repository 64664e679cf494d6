/// The ways in which bytes fail to be an OpenPGP signature or certificate, each with its message.
///
/// Every rule is at least as strict as GnuPG's reader (RFC 9580 sections 4 to 6).
package enum OpenPGPFormatFault: String, Sendable, Hashable, CaseIterable {
  case notArmored = "the block must begin and end with its own BEGIN and END lines"
  case armorHeader = "the armor has a header that is not known, or no empty line after its headers"
  case carriageReturn = "a line ends in CR LF, where LF alone is meant"
  case invalidBase64 = "the base64 text is not canonical"
  case wrongChecksum = "the armor's checksum does not fit its content"
  case tooLarge = "it is larger than it may be"
  case truncated = "a field is cut short"
  case trailingBytes = "there are bytes after the last field"
  case invalidPacket = "the content does not begin with a packet's tag"
  case streamedPacket = "a packet does not say how long it is"
  case unexpectedPacket = "a packet stands where it does not belong"
  case notOneSignature = "the block must hold exactly one signature"
  case notASignature = "the block holds something other than a signature"
  case invalidSubpacket = "a subpacket is empty or longer than its area"
  case noCreationTime = "the signature must say once, under its hash, when it was made"
  case noIssuer = "the signature does not say which key it is by"
  case integerNotMinimal = "an integer's length in bits is not its length"
  case wrongSignatureLength = "the signature has the wrong length for its key"
  case wrongAlgorithm = "the signature's algorithm is not its key's"
  case noCertificate = "there is no certificate in it"
  case secretKey = "it holds a secret key, which must be taken as compromised"
  case invalidKey = "the public key is not one of its algorithm"
}
