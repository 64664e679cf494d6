import Model

extension PolicyInventory {
  /// A fault for each workload whose id a person has: either could then be the subject of a request.
  func sharedIDs() -> [Reason] {
    workloads.compactMap { workload in
      guard let person = peopleByID[workload.id] else { return nil }
      return Reason(
        .invalidDocument, "`\(workload.id)` is also a person, in \(person.file)",
        at: SourceLocation(file: workload.file), hint: "rename one of the two files")
    }
  }

  /// A fault for each sponsor who is no employee; that they exist is a matter of references.
  func sponsorFaults() -> [Reason] {
    people.compactMap { person in
      guard let sponsor = person.sponsor.flatMap({ peopleByID[$0] }),
        sponsor.personClass != .employee
      else { return nil }
      return Reason(
        .invalidDocument,
        "`\(sponsor.id)` is a \(sponsor.personClass.rawValue), where a sponsor is an employee",
        at: SourceLocation(file: person.file, mark: person.marks.sponsor),
        hint: "name an employee who answers for \(person.id)")
    }
  }

  /// A fault at each key that is there a second time: with another identity, with the same one, or
  /// as the processor's, who may approve nothing.
  func sharedKeys() -> [Reason] {
    var first: [PolicyKey.Material: (holder: String, place: SourceLocation)] = [:]
    first.reserveCapacity(people.count + workloads.count)
    var reasons: [Reason] = []
    func claim(_ material: PolicyKey.Material, _ holder: String, _ place: SourceLocation) {
      guard let other = first[material] else {
        first[material] = (holder, place)
        return
      }
      let line = other.place.mark.map { ":\($0.line)" } ?? ""
      reasons.append(
        Reason(
          .invalidDocument, "the key also belongs to \(other.holder) (\(other.place.file)\(line))",
          at: place, hint: "a key names one identity: remove it from one place"))
    }
    for key in settings?.processorKeys ?? [] {
      claim(
        .ssh(wireFormat: key.value), "the processor",
        SourceLocation(file: Settings.file, mark: key.mark))
    }
    for person in people {
      for key in person.keys {
        claim(key.material, person.id.text, SourceLocation(file: person.file, mark: key.mark))
      }
    }
    for workload in workloads {
      for key in workload.keys {
        claim(key.material, workload.id.text, SourceLocation(file: workload.file, mark: key.mark))
      }
    }
    return reasons
  }

  /// A fault for each address that a second person claims.
  func sharedEmails() -> [Reason] {
    var first: [String: IdentityID] = [:]
    first.reserveCapacity(people.count)
    var reasons: [Reason] = []
    for person in people {
      for email in person.emails {
        guard let other = first[email] else {
          first[email] = person.id
          continue
        }
        reasons.append(
          Reason(
            .invalidDocument, "the address `\(email)` also belongs to \(other)",
            at: SourceLocation(file: person.file, mark: person.marks.emails),
            hint: "an address names one person: remove it from one of the two"))
      }
    }
    return reasons
  }
}
