import Model

extension PolicyInventory {
  /// A fault for each workload whose id a person has: either could then be the subject of a request.
  func sharedIDs() -> [Reason] {
    workloads.compactMap { workload in
      guard let person = person(workload.id.text) else { return nil }
      return Reason(
        .invalidDocument, "`\(workload.id)` is also a person, in \(person.file)",
        at: SourceLocation(file: workload.file), hint: "rename one of the two files")
    }
  }

  /// A fault for each made-up person of a test whom the policies hold: a case would not say whom it means.
  func madeUpIDs() -> [Reason] {
    tests.flatMap { test in
      test.people.compactMap { made in
        let id = made.id
        guard let file = person(id.text)?.file ?? workloadFile(id) else { return nil }
        return Reason(
          .invalidDocument, "`\(id)` is made up here and stands in \(file) as well",
          at: SourceLocation(file: test.file, mark: made.mark),
          hint: "make up an id that nobody has, such as `a.\(made.personClass.rawValue)`")
      }
    }
  }

  private func workloadFile(_ id: IdentityID) -> String? {
    workloadIDs.contains(id.text) ? "policies/workloads/\(id).yaml" : nil
  }

  /// A fault for each sponsor who is no employee; that they exist is a matter of references.
  func sponsorFaults() -> [Reason] {
    people.compactMap { person in
      guard let sponsor = person.sponsor.flatMap({ self.person($0.text) }),
        sponsor.personClass != .employee
      else { return nil }
      return Reason(
        .invalidDocument,
        "`\(sponsor.id)` is a \(sponsor.personClass.rawValue), where a sponsor is an employee",
        at: SourceLocation(file: person.file, mark: person.marks.sponsor),
        hint: "name an employee who answers for \(person.id)")
    }
  }

  /// Who has a key: the names and files of thousands are made only when there is a fault to tell.
  private enum Holder {
    case processor
    /// A place in `people`.
    case person(Int)
    /// A place in `workloads`.
    case workload(Int)
    /// A place in `forges`.
    case forge(Int)
  }

  /// What may stand in a policy once.
  private enum SharedKey: Hashable {
    case key(KeyIdentity)
    case certificate(PolicyKey.Material)
  }

  /// A fault at each key that is there a second time, in whatever encoding: with another identity, with the
  /// same one, or as the processor's, who may approve nothing.
  func sharedKeys() -> [Reason] {
    var first: [SharedKey: (holder: Holder, mark: Mark)] = [:]
    first.reserveCapacity(people.count + workloads.count)
    var reasons: [Reason] = []
    func claim(_ material: PolicyKey.Material, _ holder: Holder, _ mark: Mark) {
      let key = material.identity.map(SharedKey.key) ?? .certificate(material)
      guard let other = first.updateValue((holder, mark), forKey: key) else { return }
      first[key] = other
      let (name, place) = name(other.holder, other.mark)
      reasons.append(
        Reason(
          .invalidDocument,
          "the key also belongs to \(name) (\(place.file):\(other.mark.line))",
          at: self.name(holder, mark).place,
          hint: "a key names one identity: remove it from one place"))
    }
    for key in documents.settings?.processorKeys ?? [] {
      claim(.ssh(wireFormat: key.value), .processor, key.mark)
    }
    for (place, person) in people.enumerated() {
      for key in person.keys { claim(key.material, .person(place), key.mark) }
    }
    for (place, workload) in workloads.enumerated() {
      for key in workload.keys { claim(key.material, .workload(place), key.mark) }
    }
    for (place, forge) in forges.enumerated() {
      for key in forge.keys { claim(key.material, .forge(place), key.mark) }
    }
    return reasons
  }

  private func name(_ holder: Holder, _ mark: Mark) -> (name: String, place: SourceLocation) {
    switch holder {
    case .processor: ("the processor", SourceLocation(file: Settings.file, mark: mark))
    case .person(let place):
      (people[place].id.text, SourceLocation(file: people[place].file, mark: mark))
    case .workload(let place):
      (workloads[place].id.text, SourceLocation(file: workloads[place].file, mark: mark))
    case .forge(let place):
      ("the forge \(forges[place].id)", SourceLocation(file: forges[place].file, mark: mark))
    }
  }

  /// A fault for each address that a second identity claims.
  func sharedEmails() -> [Reason] {
    var first: [String: IdentityID] = [:]
    first.reserveCapacity(people.count * 2)
    var reasons: [Reason] = []
    func claim(
      _ emails: [String], _ id: IdentityID, _ place: @autoclosure () -> SourceLocation
    ) {
      for email in emails {
        guard let other = first.updateValue(id, forKey: email) else { continue }
        first[email] = other
        reasons.append(
          Reason(
            .invalidDocument, "the address `\(email)` also belongs to \(other)", at: place(),
            hint: "an address names one identity: remove it from one of the two"))
      }
    }
    for person in people {
      claim(
        person.emails, person.id, SourceLocation(file: person.file, mark: person.marks.emails))
    }
    for workload in workloads {
      claim(
        workload.emails, workload.id,
        SourceLocation(file: workload.file, mark: workload.marks.emails))
    }
    return reasons
  }
}
