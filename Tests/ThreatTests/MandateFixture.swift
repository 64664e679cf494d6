import Model
import TestSupport
import Testing

/// A file of `mandates/`, good as it is unless a test makes it otherwise.
struct MandateFile {
  var name = "nightly"
  var subject = "nightly-export"
  var entitlements = ["billing-db/read-only"]
  var each = "30m"
  var grants = 5
  var until = Instant.drill(.days(20))
  var hours: String?
  var atOnce: Int?

  var path: String { "mandates/\(name).yaml" }

  var file: FileChange {
    var lines = [
      "subject: \(subject)", "entitlements: [\(entitlements.joined(separator: ", "))]",
      "each: \(each)", "grants: \(grants)", "until: \(until)",
    ]
    if let hours { lines.append("hours: \(hours)") }
    if let atOnce { lines.append("at_once: \(atOnce)") }
    return .file(path, (lines + ["reason: The nightly export.", ""]).joined(separator: "\n"))
  }
}

extension Duration {
  static func days(_ count: Int) -> Duration { .hours(24 * count) }
}

extension AccessRepository {
  /// Lands `mandate` by the signed merges of `people`.
  @discardableResult
  func agree(
    _ mandate: MandateFile, by people: [Person] = [.tom], writing author: Person = .nora,
    at date: Instant = .drill(.minutes(-10))
  ) async throws -> String {
    let commit = try await commit([mandate.file], by: author, signed: .own, at: date)
    return people.isEmpty
      ? try await land(commit) : try await approve(commit, by: people, at: date)
  }

  /// Lands `request` by a mere push, signed by the workload itself.
  @discardableResult
  func push(
    _ request: Request, by author: Person = .nightlyExport, signed: Signing = .own,
    at date: Instant = .drill(.minutes(-5))
  ) async throws -> String {
    try await land(try await commit([request.file], by: author, signed: signed, at: date))
  }

  /// How the mandate at `path` stands; nil where there is none that has not ended.
  func mandate(_ path: String = MandateFile().path) async throws -> Status.Mandate? {
    try await status().mandates?.first { $0.path == path }
  }
}

/// A request of the nightly export for half an hour.
func nightly(
  _ name: String, _ entitlement: String = "read-only", duration: String = "30m",
  starts: Instant? = nil
) -> Request {
  var request = Request(
    name, entitlement, for: "nightly-export", duration: duration, starts: starts.map { "\($0)" })
  request.ticket = nil
  return request
}
