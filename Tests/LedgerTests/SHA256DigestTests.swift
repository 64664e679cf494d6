import Model
import TestSupport
import Testing

@testable import Ledger

@Suite("SHA-256")
struct SHA256DigestTests {
  @Test("It agrees with sha256sum at every length around its blocks")
  func lengths() async throws {
    let scratch = try ScratchDirectory()
    var names: [String] = []
    var digests: [String] = []
    for length in Array(0...130) + [1000, 4096] {
      let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ length) }
      names.append(try scratch.write(bytes, to: "\(length)"))
      digests.append(hexadecimal(SHA256Digest.hash(bytes)))
    }
    let sums = try await mustRun("sha256sum", names).text.split(separator: "\n")
    #expect(sums.map { String($0.prefix(64)) } == digests)
  }
}
