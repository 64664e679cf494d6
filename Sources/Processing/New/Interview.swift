internal import Decisions
internal import Model

/// Finds out what is to be asked for: from flags, and from whoever can be asked about the rest.
struct Interview {
  let policy: Policy
  /// Whether to ask on the terms for emergencies.
  let isEmergency: Bool
  let note: @Sendable (String) -> Void
  /// Absent where nobody can be asked.
  let prompter: Questions?

  /// For whom to ask: the asker, or a workload of theirs.
  func subject(_ asker: Asker) throws(ProcessingError) -> IdentityID {
    guard let identity = asker.identity else {
      let who = asker.email.map { "git's user.email, \($0), belongs to nobody" }
      throw ProcessingError(
        .wrongUsage,
        "For whom? \(who ?? "git's user.email is not set"), so \(OptionName.subject) is missing.",
        hint:
          "Give \(OptionName.subject) <person or workload>, or set user.email to an address that is in "
          + "policies/people/.")
    }
    let choices = [identity] + policy.workloads(ownedBy: identity)
    if let prompter, choices.count > 1 {
      return choices[try prompter.choice("For whom?", choices.map(\.text))]
    }
    note("note: for \(identity), whose file has git's user.email \(asker.email ?? "")")
    return identity
  }

  /// The whole request, the given parts taken as they are.
  ///
  /// - Throws: `.wrongUsage` for what cannot be read or is missing, with all that is; `.negative`
  ///   for what the subject may not ask for.
  func draft(
    subject: IdentityID, entitlement: EntitlementName?, duration: String?, starts: Instant?,
    ticket: String?, reason: String?
  ) throws(ProcessingError) -> RequestDraft {
    let offer = try offer(entitlement, to: subject)
    let given: Duration? = if let duration { try read(duration: duration) } else { nil }
    guard let prompter else {
      return try complete(subject, offer, given, starts, ticket, reason)
    }
    let chosen = if let offer { offer } else { try choose(for: subject, prompter) }
    let length = if let given { given } else { try ask(prompter, upTo: chosen.maximum) }
    let ticket = if let ticket { ticket } else { try ask(prompter, matching: chosen.tickets) }
    let reason = if let reason { reason } else { try askReason(prompter) }
    return RequestDraft(
      entitlement: chosen.name, subject: subject, duration: length, starts: starts,
      ticket: ticket, reason: reason, isEmergency: isEmergency)
  }

  private func complete(
    _ subject: IdentityID, _ offer: Offer?, _ duration: Duration?, _ starts: Instant?,
    _ ticket: String?, _ reason: String?
  ) throws(ProcessingError) -> RequestDraft {
    var missing: [String] = []
    if offer == nil { missing.append("<system/entitlement>") }
    if duration == nil { missing.append("\(OptionName.duration)") }
    if let offer, !offer.tickets.isEmpty, ticket == nil { missing.append("\(OptionName.ticket)") }
    if reason == nil { missing.append("\(OptionName.reason)") }
    guard missing.isEmpty, let offer, let duration, let reason else {
      let names = offers(to: subject, under: policy, inEmergency: isEmergency).map(
        \.name.description)
      throw ProcessingError(
        .wrongUsage,
        "Missing, and nobody can be asked, since this is no terminal: "
          + missing.joined(separator: ", ") + ".",
        hint: offer == nil ? "\(subject) may ask for \(names.joined(separator: ", "))." : nil)
    }
    return RequestDraft(
      entitlement: offer.name, subject: subject, duration: duration, starts: starts,
      ticket: ticket, reason: reason, isEmergency: isEmergency)
  }

  /// What was named, where the subject may ask for it; nil where nothing was named.
  private func offer(
    _ name: EntitlementName?, to subject: IdentityID
  ) throws(ProcessingError) -> Offer? {
    guard policy.people[subject] != nil || policy.workloads[subject] != nil else {
      throw ProcessingError(
        .wrongUsage, "No person and no workload is called \(subject).",
        hint: "Names are those of the files in policies/people/ and policies/workloads/.")
    }
    let all = offers(to: subject, under: policy, inEmergency: isEmergency)
    guard !all.isEmpty else {
      throw ProcessingError(.negative, "\(subject) may ask for nothing: no entitlement names them.")
    }
    guard let name else { return nil }
    guard let offer = all.first(where: { $0.name == name }) else {
      throw ProcessingError(
        .negative,
        policy.entitlement(name) == nil
          ? "There is no entitlement \(name)."
          : "\(subject) may not ask for \(name)\(isEmergency ? " in an emergency" : "").",
        hint: "\(subject) may ask for " + all.map(\.name.description).joined(separator: ", ") + ".")
    }
    return offer
  }

  private func choose(for subject: IdentityID, _ prompter: Questions) throws(ProcessingError)
    -> Offer
  {
    let all = offers(to: subject, under: policy, inEmergency: isEmergency)
    let lines = all.map {
      "\($0.name), \($0.risk.rawValue) risk, up to \($0.maximum.written): \($0.description)"
    }
    return all[try prompter.choice("What for \(subject)?", lines)]
  }

  private func read(duration text: String) throws(ProcessingError) -> Duration {
    do throws(DurationFault) {
      return try Duration(written: text.utf8)
    } catch {
      throw ProcessingError(
        .wrongUsage, "\(text) is no duration.", hint: "Write 30m, 8h or 5d; days are 24 hours.")
    }
  }

  private func askReason(_ prompter: Questions) throws(ProcessingError) -> String {
    try prompter.answer("Why? In a sentence") { $0.isEmpty ? nil : $0 }
  }

  private func ask(_ prompter: Questions, upTo maximum: Duration) throws(ProcessingError)
    -> Duration
  {
    let usual = min(maximum, .seconds(8 * 3600)).written
    return try prompter.answer("For how long, up to \(maximum.written)?", default: usual) { text in
      do throws(DurationFault) {
        let duration = try Duration(written: text.utf8)
        return duration <= maximum ? duration : nil
      } catch {
        return nil
      }
    }
  }

  private func ask(_ prompter: Questions, matching patterns: [String]) throws(ProcessingError)
    -> String?
  {
    guard !patterns.isEmpty else {
      return try prompter.answer("Ticket, if there is one", default: "") {
        .some($0.isEmpty ? nil : $0)
      }
    }
    let form = patterns.joined(separator: " and ")
    return try prompter.answer("Ticket, of the form \(form)") { $0.isEmpty ? nil : $0 }
  }
}
