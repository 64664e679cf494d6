internal import Documents
internal import Git
internal import Intake
internal import Signatures

/// What runs have parsed of `policies/`, kept beside the repository's objects and sealed by the processor's key.
///
/// Who may write the file could else have a run judge by policies that nobody landed, while the ids of the blobs
/// are right (THREATS row 60). So only a run reads and keeps it, for nobody else has the key; what it did not
/// seal itself reads as empty. The file may be deleted at any time: losing it costs time and nothing else, so
/// trouble with it never stops a run.
struct PolicyCacheFile {
  private static let folders = ["countersign"]
  private static let name = "policies.cache"
  /// Bytes; policies of 5,000 people and 1,000 systems need two million.
  private static let limit = 64 << 20

  private let place: FilePlace
  private let seal: Seal
  private let outside: Outside

  /// The cache of the runs of this very program that `key` signs for.
  init(of repository: Repository, sealedBy key: SSHPrivateKey, _ outside: Outside) {
    place = FilePlace(below: repository.commonDirectory, in: Self.folders, name: Self.name)
    self.outside = outside
    seal = key.seal(for: "policy cache of countersign \(outside.program)")
  }

  func load() -> PolicyCache {
    guard let bytes = stored(), bytes.count > Seal.tagLength else { return PolicyCache() }
    let (tag, content) = (bytes[..<Seal.tagLength], bytes[Seal.tagLength...])
    guard seal.isTag(tag, of: content) else { return PolicyCache() }
    return PolicyCache(decoding: Array(content))
  }

  private func stored() -> [UInt8]? {
    do throws(ProcessingError) {
      return try outside.files.readOwn(place, Self.limit)
    } catch {
      return nil
    }
  }

  /// Keeps what `policies` parsed for the next run, if there is anything new.
  ///
  /// Where that fails, says so and goes on without.
  func keep(_ policies: PolicyReader) {
    guard let cache = policies.newCache else { return }
    let content = cache.encoded()
    do throws(ProcessingError) {
      try outside.files.replace(
        seal.tag(of: content) + content, place, FileAccess.Writing(mode: 0o600))
    } catch {
      outside.note("note: the policy cache was not kept: \(error.message ?? Self.name)")
    }
  }
}
