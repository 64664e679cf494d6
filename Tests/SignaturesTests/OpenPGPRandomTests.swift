import FoundationEssentials
import Model
import TestSupport
import Testing

@testable import Signatures

/// Two thousand certificates from seeds: nothing is good here that gpg does not call good, and where we are stricter it
/// is for a reason that this page names.
///
/// `COUNTERSIGN_SEED=<n>` runs one seed alone, and says what it holds.
@Suite struct OpenPGPRandomTests {
  /// Why our verdict may be the stricter one (docs/signatures.md, *Differences from gpg*).
  enum Kind: Hashable {
    /// SHA-1 alone ties the key or is its consent.
    case weak
    /// It is not marked as one that signs; gpg 2.2 does not look.
    case unmarked
    /// librnp by itself says no: it takes the first user id's end and no prolonging after the end, and no
    /// certificate that has a critical part which it does not know.
    case librnp
    /// An end that readers may see or not: a user id's beside one of the key itself or from before one that is over,
    /// one by SHA-1, beyond 32 bits, twice in a signature, behind something that it does not belong to, in a signature
    /// of the future, of the same second as another, or with a part that is critical.
    case disputedEnd
    /// No user id is left that is not revoked or over.
    case noUserID
  }

  static let count: UInt64 = 2000
  /// The seeds that were ever judged wrongly, beyond those that always run.
  static let regressions: [UInt64] = []

  /// The seeds in parts, each with a gpg of its own.
  static var parts: [[UInt64]] {
    let one = ProcessInfo.processInfo.environment["COUNTERSIGN_SEED"].flatMap(UInt64.init)
    let seeds = one.map { [$0] } ?? Array(1...count) + regressions
    return stride(from: 0, to: seeds.count, by: 250).map {
      Array(seeds[$0..<min($0 + 250, seeds.count)])
    }
  }

  private let now = Instant(clampingSeconds: Int64(OpenPGPRandomCertificate.now))

  private func verdict(_ item: OpenPGPRandomCertificate) throws -> OpenPGPVerdict {
    try OpenPGPKeyring(certificates: [item.packets]).verify(
      OpenPGPForge.armored(item.signature), over: OpenPGPRandomCertificate.payload, at: now)
  }

  private func isGood(_ verdict: OpenPGPVerdict) -> Bool {
    if case .good = verdict { true } else { false }
  }

  @Test("71: no certificate is good where gpg is not", arguments: parts)
  func neverGoodWhereGnuPGIsNot(seeds: [UInt64]) async throws {
    let items = try seeds.map(OpenPGPRandomCertificate.init)
    let said = try await GnuPG.verdicts(on: items)
    var good = 0
    for (item, lines) in zip(items, said) {
      let verdict = try verdict(item)
      let isGoodForGnuPG = lines.contains { $0.hasPrefix("GOODSIG ") }
      if isGood(verdict) {
        good += 1
        #expect(isGoodForGnuPG, "\(item) gpg: \(lines)")
      } else if isGoodForGnuPG {
        #expect(try kind(of: verdict, on: item) != nil, "\(item) \(verdict)")
      }
    }
    // A judge that says no to everything would pass otherwise.
    #expect(seeds.count == 1 || good * 6 > seeds.count, "\(good) of \(seeds.count) are good")
  }

  /// Sequoia judges by the time of the signature, which here is a moment before now.
  ///
  /// It differs in two things: a key of which nobody says what it is for does not sign, and nothing stands below a
  /// primary key that SHA-1 ties to its user ids.
  @Test("71: no certificate is good where Sequoia's sqv is not", arguments: parts)
  func neverGoodWhereSequoiaIsNot(seeds: [UInt64]) async throws {
    let folder = try ScratchDirectory()
    let payload = try folder.write(OpenPGPRandomCertificate.payload, to: "payload")
    for item in try seeds.map(OpenPGPRandomCertificate.init) where isGood(try verdict(item)) {
      let ring = try folder.write(item.packets, to: "ring")
      let signature = try folder.write(item.signature, to: "signature")
      let result = try await runProgram("sqv", ["--keyring", ring, signature, payload])
      guard result.status != 0 else { continue }
      let isUnmarked = result.errorText.contains("key is not signing capable")
      #expect(
        isUnmarked
          ? !item.features.isDisjoint(with: [.withoutFlags, .unmarked])
          : item.features.contains(.weak) && !result.errorText.contains("Expired on"),
        "\(item) sqv: \(result.errorText)")
    }
  }

  /// Why `verdict` is stricter than gpg's; nil where nobody knows.
  private func kind(of verdict: OpenPGPVerdict, on item: OpenPGPRandomCertificate) throws -> Kind? {
    switch verdict {
    case .weakKey(.certification): return item.features.contains(.weak) ? .weak : nil
    case .unusableKey(_, .notForSigning): return item.features.contains(.unmarked) ? .unmarked : nil
    case .expiredKey, .unusableKey, .revokedKey: break
    default: return nil
    }
    let certificate = try #require(try OpenPGPCertificate.certificates(in: item.packets).first)
    switch RNPCertificate.keyStates(of: certificate, at: now)[item.signer] {
    case .usable: break
    default: return .librnp
    }
    let disputed: Set<OpenPGPRandomCertificate.Feature> = [
      .weak, .beyond32Bits, .twoEnds, .astray, .future, .sameSecond, .critical, .direct,
      .overItself,
    ]
    if case .expiredKey = verdict {
      return item.features.isDisjoint(with: disputed) ? nil : .disputedEnd
    }
    if item.features.contains(.revokedUserID) || item.features.contains(.overItself) {
      return .noUserID
    }
    return item.features.isDisjoint(with: disputed) ? nil : .disputedEnd
  }
}

extension OpenPGPRandomCertificate: CustomStringConvertible {
  /// How to run it again, and what it holds.
  var description: String { (["COUNTERSIGN_SEED=\(seed)"] + log).joined(separator: "\n") }
}

extension GnuPG {
  /// What gpg says of each signature, by the lines that it writes for programs, in one call.
  static func verdicts(on items: [OpenPGPRandomCertificate]) async throws -> [[Substring]] {
    let gnupg = try GnuPG()
    let time = OpenPGPRandomCertificate.looked
    try await gnupg.take(items.flatMap(\.packets), at: time, isWhole: false)
    let files = try items.map { item in
      // A signature with what it is over behind it, as one message.
      let data = joined([0x62, 0], [0, 0, 0, 0], OpenPGPRandomCertificate.payload)
      return try gnupg.home.write(
        item.signature + OpenPGPForge.packet(11, data), to: "\(item.seed).pgp")
    }
    let said = try await gnupg.statuses(of: files, at: time)
    guard said.count == items.count else {
      throw ScratchError(what: "gpg has looked at \(said.count) of \(items.count)")
    }
    return said
  }
}
