/// The ways in which bytes fail to be an SSH key or signature, each with its message.
///
/// Every rule is at least as strict as OpenSSH's own reader; where it is stricter, one value has
/// exactly one encoding, so comparing keys by their bytes is comparing keys.
package enum SSHFormatFault: String, Sendable, Hashable, CaseIterable {
  case notArmored = "the block must begin and end with its own BEGIN and END lines"
  case blankLine = "the block holds an empty line"
  case invalidBase64 = "the base64 text is not canonical"
  case wrongMagic = "the content does not begin with the format's mark"
  case truncated = "a field is cut short"
  case trailingBytes = "there are bytes after the last field"
  case integerNotPositive = "an integer is zero or negative"
  case integerNotMinimal = "an integer has a superfluous leading zero byte"
  case wrongCurve = "the curve does not match the key type"
  case invalidPoint = "the public key is not a point of its curve"
  case wrongKeyLength = "an Ed25519 key must have 32 bytes"
  case invalidRSA = "the RSA modulus and exponent must be odd, the exponent 3 to 33 bits"
  case invalidApplication = "the security key's application holds a NUL byte"
  case wrongSignatureLength = "the signature has the wrong length for its key"
  case wrongSignatureType = "the signature's type does not match its key"
  case notOneLine = "a public key is one line: type, base64, comment"
  case keyTypeMismatch = "the type in front of the key is not the type inside it"
  case notAPrivateKey = "this is not an OpenSSH private key"
  case checkIntegersDiffer = "the private key's check numbers differ"
  case wrongPadding = "the private key's padding is wrong"
  case notOneKey = "the file must hold exactly one key"
  case privateKeyMismatch = "the private key does not belong to the public key beside it"
  case wrongAuthority = "the certificate is not signed by the authority that it names"
  case wrongCertificateKind = "the certificate is neither for a user nor for a host"
  case tooManyPrincipals = "the certificate has more than 256 principals"
  case nulInName = "a name holds a NUL byte"
  case wrongDigestLength = "a digest has the wrong length"
  case wrongSerials = "serial numbers must rise, from 1 on"
}
