import Model

extension AppliesTo: CacheCodable {
  init(from reader: inout ByteReader) throws(CacheDamage) {
    self.init(
      classes: try readSet(&reader), risks: try readSet(&reader), systems: try readSet(&reader),
      planes: try readSet(&reader), groups: try readSet(&reader),
      subjects: try readSet(&reader), mark: try read(&reader))
  }

  func write(to writer: inout ByteWriter) {
    writeSet(classes, by: \.rawValue, to: &writer)
    writeSet(risks, by: \.rawValue, to: &writer)
    writeSet(systems, by: \.text, to: &writer)
    writeSet(planes, by: \.rawValue, to: &writer)
    writeSet(groups, by: \.text, to: &writer)
    writeSet(subjects, by: \.text, to: &writer)
    mark.write(to: &writer)
  }
}

private func readSet<Value: CacheCodable & Hashable>(
  _ reader: inout ByteReader
) throws(CacheDamage) -> Set<Value>? {
  let values: [Value]? = try read(&reader)
  return values.map { Set($0) }
}

/// Writes a set in the order of `name`: the order of a set differs from run to run.
private func writeSet<Value: CacheCodable>(
  _ set: Set<Value>?, by name: (Value) -> String, to writer: inout ByteWriter
) {
  let sorted = set.map { $0.sorted { name($0) < name($1) } }
  sorted.write(to: &writer)
}

extension RenewalLimit: CacheCodable {
  init(from reader: inout ByteReader) throws(CacheDamage) {
    self.init(
      maximum: try read(&reader), within: try read(&reader), mark: try read(&reader))
  }

  func write(to writer: inout ByteWriter) {
    maximum.write(to: &writer)
    within.write(to: &writer)
    mark.write(to: &writer)
  }
}

extension Requirements: CacheCodable {
  init(from reader: inout ByteReader) throws(CacheDamage) {
    self.init(
      ticket: try read(&reader), approvals: try read(&reader),
      maximumDuration: try read(&reader), assurance: try read(&reader),
      signedRequest: try read(&reader), renewals: try read(&reader))
  }

  func write(to writer: inout ByteWriter) {
    ticket.write(to: &writer)
    approvals.write(to: &writer)
    maximumDuration.write(to: &writer)
    assurance.write(to: &writer)
    signedRequest.write(to: &writer)
    renewals.write(to: &writer)
  }
}

extension Denial: CacheCodable {
  init(from reader: inout ByteReader) throws(CacheDamage) {
    self.init(
      message: try read(&reader), from: try read(&reader), until: try read(&reader),
      mark: try read(&reader))
  }

  func write(to writer: inout ByteWriter) {
    message.write(to: &writer)
    from.write(to: &writer)
    until.write(to: &writer)
    mark.write(to: &writer)
  }
}

extension Rule: CacheCodable {
  init(from reader: inout ByteReader) throws(CacheDamage) {
    self.init(
      id: try read(&reader), description: try read(&reader), appliesTo: try read(&reader),
      require: try read(&reader), deny: try read(&reader))
  }

  func write(to writer: inout ByteWriter) {
    id.write(to: &writer)
    description.write(to: &writer)
    appliesTo.write(to: &writer)
    require.write(to: &writer)
    deny.write(to: &writer)
  }
}
