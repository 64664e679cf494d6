import Documents
import Model

/// The faults of `result` as `line:column: message (hint)`, one a line; empty where it has a value.
func faultLines<Value>(_ result: Result<Value, DocumentFaults>) -> [String] {
  lines(of: reasons(of: result))
}

private func reasons<Value>(of result: Result<Value, DocumentFaults>) -> [Reason] {
  switch result {
  case .success: []
  case .failure(let faults): faults.reasons
  }
}

private func lines(of reasons: [Reason]) -> [String] {
  reasons.map { reason in
    let place = reason.line.map { "\($0):\(reason.column ?? 0)" } ?? "-"
    let hint = reason.hint.map { " (\($0))" } ?? ""
    return "\(place): \(reason.message)\(hint)"
  }
}

/// Reads a request for the system billing-db.
func request(_ text: String) -> Result<Request, DocumentFaults> {
  readRequest(Array(text.utf8), at: RepositoryPath("requests/billing-db/one.yaml"))
}

/// The faults of the document at `path`, whatever its kind.
func documentFaults(_ path: String, _ text: String) -> [String] {
  lines(of: documentReasons(path, text))
}

/// The same as reasons.
func documentReasons(_ path: String, _ text: String) -> [Reason] {
  let (bytes, place) = (Array(text.utf8), RepositoryPath(path))
  return switch path.prefix(while: { $0 != "/" }) {
  case "requests": reasons(of: readRequest(bytes, at: place))
  case "mandates": reasons(of: readMandate(bytes, at: place))
  case "reviews": reasons(of: readSignOff(bytes, at: place))
  default: reasons(of: document(path, text))
  }
}

/// Reads a document of the policy.
func document(_ path: String, _ text: String) -> Result<ParsedDocument, DocumentFaults> {
  readPolicyDocument(Array(text.utf8), at: RepositoryPath(path))
}

/// What the readers take as a key: made with `ssh-keygen -t ed25519`, its private half thrown away.
let sampleKey =
  "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDkd5xJKfL1tuWxAU+jh3cj+RbPVUgu0owNBLnpN0RrV one"
