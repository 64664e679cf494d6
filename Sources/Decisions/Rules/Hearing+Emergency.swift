import Model

extension Hearing {
  /// Why this is no emergency that the entitlement allows for, or one too many.
  func emergencyReasons(_ terms: Terms) -> [Reason] {
    guard request.isEmergency else { return [] }
    guard let emergency = terms.emergency else {
      return [
        Reason(
          .notEligible, "`\(terms.name)` is not given in an emergency.",
          at: SourceLocation(file: terms.system.file, mark: terms.entitlement.mark),
          hint: "Ask for it without `emergency`.")
      ]
    }
    return unreviewedReasons() + (emergency.approvals.isEmpty ? ownSignatureReasons(terms) : [])
  }

  /// Whether nothing but the subject's own signature gives it.
  func isOnOwnSignature(_ terms: Terms) -> Bool {
    request.isEmergency && terms.emergency?.approvals.isEmpty == true
  }

  /// Until somebody has looked at the last emergency there is no next one anywhere (DESIGN section 8).
  ///
  /// Whoever is to be reviewed must not go on under another name.
  private func unreviewedReasons() -> [Reason] {
    guard !held.unreviewed.isEmpty else { return [] }
    let counted = Set(policy.identities(countedWith: request.subject))
    return held.unreviewed.filter { counted.contains($0.subject) }.map {
      Reason(
        .reviewOverdue,
        "`\($0.subject)` had `\($0.entitlement)` in an emergency that nobody has reviewed yet.",
        at: place(request.marks.emergency),
        hint:
          "Have it reviewed before \($0.reviewBy): countersign review emergency <grant>, which countersign grants "
          + "\(OptionName.all) lists")
    }
  }

  /// Without approvals the subject's own signature is all that there is: on each commit that changed
  /// the request, and not an old one that somebody found and landed.
  private func ownSignatureReasons(_ terms: Terms) -> [Reason] {
    let location = SourceLocation(file: terms.system.file, mark: terms.entitlement.emergency?.mark)
    if let fault = signatureFault(of: [request.subject]) {
      return [
        Reason(
          .unsignedRequest,
          sentence(
            "\(fault), and without approvals `\(terms.name)` is given in an emergency only on the "
              + "signature of `\(request.subject)`"),
          at: location,
          hint: "Let them make and sign the commit: git commit -S. \(LandedRequest.anew)")
      ]
    }
    guard let made = landed.made else {
      return [
        Reason(
          .unsignedRequest, "Nobody can tell when the request was signed.", at: location,
          hint: "File a new request.")
      ]
    }
    let last = made.lowerBound.advanced(by: policy.settings.expireAfter)
    guard landed.seen <= last else {
      return [
        Reason(
          .approvalTooOld,
          "The request was signed at \(made.lowerBound), and such a signature counts until \(last).",
          at: place(nil), hint: "File a new request.")
      ]
    }
    return []
  }
}
