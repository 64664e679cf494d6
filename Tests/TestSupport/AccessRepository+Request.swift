extension AccessRepository {
  /// A request file, good as it is unless a test makes it otherwise.
  package struct Request: Sendable {
    package var name: String
    package var system = "billing-db"
    package var subject = "ana.silva"
    package var entitlement = "read-only"
    package var duration = "8h"
    package var starts: String?
    package var ticket: String? = "OPS-4312"
    package var reason = "Reconcile the November invoices."
    /// Lines at the end.
    package var more: [String] = []

    package init(
      _ name: String, _ entitlement: String = "read-only", for subject: String = "ana.silva",
      of system: String = "billing-db", duration: String = "8h", starts: String? = nil
    ) {
      self.name = name
      self.system = system
      self.subject = subject
      self.entitlement = entitlement
      self.duration = duration
      self.starts = starts
    }

    package var path: String { "requests/\(system)/\(name).yaml" }

    package var text: String {
      var lines = ["subject: \(subject)", "entitlement: \(entitlement)", "duration: \(duration)"]
      if let starts { lines.append("starts: \(starts)") }
      if let ticket { lines.append("ticket: \(ticket)") }
      lines.append("reason: \(reason)")
      return (lines + more + [""]).joined(separator: "\n")
    }

    package var file: FileChange { .file(path, text) }

    /// The same request, asking for something else.
    package func asking(_ entitlement: String) -> Request {
      var request = self
      request.entitlement = entitlement
      return request
    }
  }
}
