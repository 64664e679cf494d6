/// Why bytes are no OpenPGP signature or certificate that this room works with.
package enum OpenPGPError: Error, Sendable, Hashable {
  /// The bytes do not follow the format.
  case malformed(OpenPGPFormatFault)
  /// The bytes follow the format but use a part of it that is refused on purpose.
  case unsupported(OpenPGPUnsupported)
  /// librnp or one of its functions is not on this machine.
  case libraryMissing(String)
}

extension OpenPGPError: CustomStringConvertible {
  /// One sentence for people, without a period at its end.
  package var description: String {
    switch self {
    case .malformed(let fault): fault.rawValue
    case .unsupported(let what): what.description
    case .libraryMissing(let name):
      "\(name) is missing: OpenPGP signatures are judged with librnp (Debian's librnp0)"
    }
  }
}
