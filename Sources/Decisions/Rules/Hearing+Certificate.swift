import Model

extension Hearing {
  /// Why no certificate could be made: the subject has no SSH key that may be used.
  func certificateReasons(_ terms: Terms) -> [Reason] {
    guard case .sshCertificate = terms.system.connector, policy.subject(request.subject) != nil,
      Certification(policy: policy, overlay: overlay, now: now).sshKeys(of: request.subject).isEmpty
    else { return [] }
    return [
      Reason(
        .notEligible,
        "`\(terms.name)` is handed out as an SSH certificate, and `\(request.subject)` has no SSH key "
          + "that may be used",
        at: place(request.marks.subject),
        hint: "add the line of a `.pub` file under `keys:` of their file")
    ]
  }
}
