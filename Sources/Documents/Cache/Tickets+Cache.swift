import Model

extension TicketToken.Scheme: CacheCodable {}

extension TicketToken: CacheCodable {
  init(from reader: inout ByteReader) throws(CacheDamage) {
    self.init(variable: try read(&reader), scheme: try read(&reader))
  }

  func write(to writer: inout ByteWriter) {
    variable.write(to: &writer)
    scheme.write(to: &writer)
  }
}

extension ValuePath: CacheCodable {
  init(from reader: inout ByteReader) throws(CacheDamage) {
    guard let path = ValuePath(try String(from: &reader)) else { throw CacheDamage() }
    self = path
  }

  func write(to writer: inout ByteWriter) { text.write(to: &writer) }
}

extension TicketSource: CacheCodable {
  init(from reader: inout ByteReader) throws(CacheDamage) {
    switch try reader.number() {
    case 0: self = .command(try read(&reader))
    case 1:
      self = .http(
        TicketPage(
          url: try read(&reader), token: try read(&reader), path: try read(&reader),
          open: try read(&reader), exists: try read(&reader)))
    default: throw CacheDamage()
    }
  }

  func write(to writer: inout ByteWriter) {
    switch self {
    case .command(let words):
      writer.number(0)
      words.write(to: &writer)
    case .http(let page):
      writer.number(1)
      page.url.write(to: &writer)
      page.token.write(to: &writer)
      page.path.write(to: &writer)
      page.open.write(to: &writer)
      page.exists.write(to: &writer)
    }
  }
}
