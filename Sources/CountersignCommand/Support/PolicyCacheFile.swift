internal import Documents
internal import Git
internal import Intake
internal import Reports

/// What was parsed of `policies/` before, kept beside the repository's objects.
///
/// It may be deleted at any time; a damaged or foreign file reads as empty. Losing it costs time and
/// nothing else, so trouble with it never stops a command.
struct PolicyCacheFile {
  private let path: String

  init(of repository: Repository) {
    path = repository.commonDirectory + "countersign/policies.cache"
  }

  func load() -> PolicyCache {
    do throws(Failure) {
      return PolicyCache(decoding: try Files.read(path) ?? [])
    } catch {
      return PolicyCache()
    }
  }

  /// Keeps what `policies` parsed for the next command, if there is anything new.
  ///
  /// Where that fails, says so and goes on without.
  func keep(_ policies: PolicyReader) {
    guard let cache = policies.newCache else { return }
    do throws(Failure) {
      try Files.write(cache.encoded(), to: path)
    } catch {
      Output.note("note: the policy cache was not kept: \(error.message ?? path)\n")
    }
  }
}
