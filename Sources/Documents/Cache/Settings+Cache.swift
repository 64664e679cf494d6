import Model

extension PathPattern: CacheCodable {
  init(from reader: inout ByteReader) throws(CacheDamage) {
    guard let pattern = PathPattern(try String(from: &reader)) else { throw CacheDamage() }
    self = pattern
  }

  func write(to writer: inout ByteWriter) { text.write(to: &writer) }
}

extension GovernanceLine: CacheCodable {
  init(from reader: inout ByteReader) throws(CacheDamage) {
    self.init(
      patterns: try read(&reader), approvals: try read(&reader), mark: try read(&reader))
  }

  func write(to writer: inout ByteWriter) {
    patterns.write(to: &writer)
    approvals.write(to: &writer)
    mark.write(to: &writer)
  }
}

extension ReminderSettings: CacheCodable {
  init(from reader: inout ByteReader) throws(CacheDamage) {
    self.init(
      grant: try read(&reader), contract: try read(&reader), verification: try read(&reader),
      review: try read(&reader))
  }

  func write(to writer: inout ByteWriter) {
    grant.write(to: &writer)
    contract.write(to: &writer)
    verification.write(to: &writer)
    review.write(to: &writer)
  }
}

extension Share: CacheCodable {
  init(from reader: inout ByteReader) throws(CacheDamage) {
    guard let share = Share(tenThousandths: try Int(from: &reader)) else { throw CacheDamage() }
    self = share
  }

  func write(to writer: inout ByteWriter) { tenThousandths.write(to: &writer) }
}

extension Settings: CacheCodable {
  init(from reader: inout ByteReader) throws(CacheDamage) {
    self.init(
      mainline: try read(&reader), ledger: try read(&reader), witness: try read(&reader),
      processorKeys: try readProcessorKeys(&reader), staleAfter: try read(&reader),
      directory: try read(&reader), expireAfter: try read(&reader), issueWithin: try read(&reader),
      reminders: try read(&reader), massRevocation: try read(&reader),
      governance: try read(&reader), tickets: try read(&reader),
      offboarding: try read(&reader), discovery: try read(&reader))
  }

  func write(to writer: inout ByteWriter) {
    mainline.write(to: &writer)
    ledger.write(to: &writer)
    witness.write(to: &writer)
    writer.number(UInt64(processorKeys.count))
    for key in processorKeys {
      writer.block(key.value)
      key.mark.write(to: &writer)
    }
    staleAfter.write(to: &writer)
    directory.write(to: &writer)
    expireAfter.write(to: &writer)
    issueWithin.write(to: &writer)
    reminders.write(to: &writer)
    massRevocation.write(to: &writer)
    governance.write(to: &writer)
    tickets.write(to: &writer)
    offboarding.write(to: &writer)
    discovery.write(to: &writer)
  }
}

private func readProcessorKeys(
  _ reader: inout ByteReader
) throws(CacheDamage) -> [Marked<[UInt8]>] {
  var keys: [Marked<[UInt8]>] = []
  for _ in 0..<(try reader.count()) {
    keys.append(Marked(Array(try reader.block()), try read(&reader)))
  }
  return keys
}
