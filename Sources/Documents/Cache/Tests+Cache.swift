import Model

extension RequestMarks: CacheCodable {
  init(from reader: inout ByteReader) throws(CacheDamage) {
    self.init(
      subject: try read(&reader), entitlement: try read(&reader), duration: try read(&reader),
      starts: try read(&reader), ticket: try read(&reader), emergency: try read(&reader))
  }

  func write(to writer: inout ByteWriter) {
    subject.write(to: &writer)
    entitlement.write(to: &writer)
    duration.write(to: &writer)
    starts.write(to: &writer)
    ticket.write(to: &writer)
    emergency.write(to: &writer)
  }
}

extension Request: CacheCodable {
  init(from reader: inout ByteReader) throws(CacheDamage) {
    self.init(
      system: try read(&reader), subject: try read(&reader), entitlement: try read(&reader),
      duration: try read(&reader), starts: try read(&reader), ticket: try read(&reader),
      reason: try read(&reader), isEmergency: try read(&reader), marks: try read(&reader))
  }

  func write(to writer: inout ByteWriter) {
    system.write(to: &writer)
    subject.write(to: &writer)
    entitlement.write(to: &writer)
    duration.write(to: &writer)
    starts.write(to: &writer)
    ticket.write(to: &writer)
    reason.write(to: &writer)
    isEmergency.write(to: &writer)
    marks.write(to: &writer)
  }
}

extension AssumedGrant: CacheCodable {
  init(from reader: inout ByteReader) throws(CacheDamage) {
    self.init(
      entitlement: try read(&reader),
      window: Window(start: try read(&reader), end: try read(&reader)),
      isUnreviewedEmergency: try read(&reader))
  }

  func write(to writer: inout ByteWriter) {
    entitlement.write(to: &writer)
    window.start.write(to: &writer)
    window.end.write(to: &writer)
    isUnreviewedEmergency.write(to: &writer)
  }
}

extension PolicyTestCase: CacheCodable {
  init(from reader: inout ByteReader) throws(CacheDamage) {
    self.init(
      name: try read(&reader), request: try read(&reader), approvedBy: try read(&reader),
      assurance: try read(&reader), isSigned: try read(&reader), grants: try read(&reader),
      expect: try read(&reader), reasons: try read(&reader), mark: try read(&reader))
  }

  func write(to writer: inout ByteWriter) {
    name.write(to: &writer)
    request.write(to: &writer)
    approvedBy.write(to: &writer)
    assurance.write(to: &writer)
    isSigned.write(to: &writer)
    grants.write(to: &writer)
    expect.write(to: &writer)
    reasons.write(to: &writer)
    mark.write(to: &writer)
  }
}

extension MadeUpPerson: CacheCodable {
  init(from reader: inout ByteReader) throws(CacheDamage) {
    self.init(
      id: try read(&reader), personClass: try read(&reader), sponsor: try read(&reader),
      groups: try read(&reader), status: try read(&reader), contractEnds: try read(&reader),
      mark: try read(&reader))
  }

  func write(to writer: inout ByteWriter) {
    id.write(to: &writer)
    personClass.write(to: &writer)
    sponsor.write(to: &writer)
    groups.write(to: &writer)
    status.write(to: &writer)
    contractEnds.write(to: &writer)
    mark.write(to: &writer)
  }
}

extension PolicyTestFile: CacheCodable {
  init(from reader: inout ByteReader) throws(CacheDamage) {
    self.init(
      file: try read(&reader), at: try read(&reader), people: try read(&reader),
      cases: try read(&reader))
  }

  func write(to writer: inout ByteWriter) {
    file.write(to: &writer)
    at.write(to: &writer)
    people.write(to: &writer)
    cases.write(to: &writer)
  }
}
