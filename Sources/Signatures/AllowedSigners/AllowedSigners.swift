/// An allowed_signers file, as git's `gpg.ssh.allowedSignersFile` names one.
///
/// It answers what git answers, which asks ssh-keygen twice: `find-principals` for whom the key may
/// stand, then `verify` for each of them. Order matters in both, so lines are kept as they come.
package struct AllowedSigners: Sendable {
  /// A line that does not count.
  package struct Fault: Sendable, Hashable {
    /// Counted from 1.
    package let line: Int
    package let fault: SignerLineFault
  }

  let lines: [AllowedSigner]
  /// The lines that do not count, first line first.
  package let faults: [Fault]
  private let byBlob: [[UInt8]: [Int]]

  /// Reads the file `text`.
  ///
  /// Lines that OpenSSH would skip are skipped, and told in `faults`.
  package init(parsing text: [UInt8], wallClock: WallClock) {
    var lines: [AllowedSigner] = []
    var faults: [Fault] = []
    for (index, line) in text.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated()
    {
      do throws(SignerLineFault) {
        if let signer = try AllowedSigner(parsing: line, wallClock) { lines.append(signer) }
      } catch {
        faults.append(Fault(line: index + 1, fault: error))
      }
    }
    self.lines = lines
    self.faults = faults
    byBlob = Dictionary(grouping: lines.indices) { lines[$0].blob }
  }

  /// The keys of all lines, to read signatures by them faster.
  package var keyring: SSHKeyring { SSHKeyring(lines.compactMap(\.key)) }

  /// The names of people in all lines, patterns included.
  package var principals: [[UInt8]] {
    lines.flatMap { $0.principals.split(separator: UInt8(ascii: ",")).map(Array.init) }
  }

  /// Whether no line counts.
  package var isEmpty: Bool { lines.isEmpty }

  /// The lines that are about the key that made `signature`, in the file's order.
  func candidates(for signature: SSHSignature) -> [AllowedSigner] {
    guard let certificate = signature.certificate else {
      return places(of: signature.claimedKey.blob, isAuthority: false).map { lines[$0] }
    }
    let places =
      places(of: certificate.blob, isAuthority: false)
      + places(of: certificate.authority.blob, isAuthority: true)
    return places.sorted().map { lines[$0] }
  }

  private func places(of blob: [UInt8], isAuthority: Bool) -> [Int] {
    (byBlob[blob] ?? []).filter { lines[$0].options.isAuthority == isAuthority }
  }
}
