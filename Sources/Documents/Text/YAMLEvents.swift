internal import CYAML
import Model

/// One thing that libyaml finds in a document: a text, or where a list or a mapping begins or ends.
struct YAMLEvent {
  enum Kind {
    case streamStart, documentStart, documentEnd, streamEnd
    case scalar(String, YAMLStyle)
    case alias
    case listStart, listEnd, mappingStart, mappingEnd
  }

  let kind: Kind
  /// Where it begins: at its anchor or tag where it has one.
  let mark: Mark
  let hasAnchor: Bool
  let hasTag: Bool
}

/// How a text is written, as far as it matters what it means.
enum YAMLStyle {
  case plain, doubleQuoted, other
}

/// Why reading a document ends before its end.
enum YAMLProblem: Error {
  /// What libyaml says is wrong.
  case unreadable(String, Mark)
  case tooDeep(Mark)
}

/// The events of a text in their order (libyaml; YAML 1.1, of which documents use what 1.2 reads alike).
///
/// The only place that touches libyaml. Its documents and nodes are not used: they would follow aliases before
/// anybody could refuse them.
struct YAMLEvents: ~Copyable {
  private let parser: UnsafeMutablePointer<yaml_parser_t>

  /// Reads `bytes`, which must outlive this value.
  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    parser = .allocate(capacity: 1)
    parser.initialize(to: yaml_parser_t())
    // It fails where there is no memory, and each event then does too.
    _ = yaml_parser_initialize(parser)
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
  }

  /// The next event.
  ///
  /// - Throws: What is wrong with the text, and where.
  func next() throws(YAMLProblem) -> YAMLEvent {
    var event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) == 1 else { throw problem }
    defer { yaml_event_delete(&event) }
    let mark = Mark(event.start_mark)
    let data = event.data
    switch event.type {
    case YAML_SCALAR_EVENT:
      return YAMLEvent(
        kind: .scalar(text(of: data.scalar), style(of: data.scalar)), mark: mark,
        hasAnchor: data.scalar.anchor != nil, hasTag: data.scalar.tag != nil)
    case YAML_SEQUENCE_START_EVENT:
      return YAMLEvent(
        kind: .listStart, mark: mark, hasAnchor: data.sequence_start.anchor != nil,
        hasTag: data.sequence_start.tag != nil)
    case YAML_MAPPING_START_EVENT:
      return YAMLEvent(
        kind: .mappingStart, mark: mark, hasAnchor: data.mapping_start.anchor != nil,
        hasTag: data.mapping_start.tag != nil)
    case YAML_ALIAS_EVENT: return plain(.alias, mark)
    case YAML_SEQUENCE_END_EVENT: return plain(.listEnd, mark)
    case YAML_MAPPING_END_EVENT: return plain(.mappingEnd, mark)
    case YAML_STREAM_START_EVENT: return plain(.streamStart, mark)
    case YAML_DOCUMENT_START_EVENT: return plain(.documentStart, mark)
    case YAML_DOCUMENT_END_EVENT: return plain(.documentEnd, mark)
    default: return plain(.streamEnd, mark)
    }
  }

  private func plain(_ kind: YAMLEvent.Kind, _ mark: Mark) -> YAMLEvent {
    YAMLEvent(kind: kind, mark: mark, hasAnchor: false, hasTag: false)
  }

  private typealias Scalar = yaml_event_s.__Unnamed_union_data.__Unnamed_struct_scalar

  private func text(of scalar: Scalar) -> String {
    String(decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
  }

  private func style(of scalar: Scalar) -> YAMLStyle {
    switch scalar.style {
    case YAML_PLAIN_SCALAR_STYLE: .plain
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE: .doubleQuoted
    default: .other
    }
  }

  private var problem: YAMLProblem {
    guard let problem = parser.pointee.problem else {
      return .unreadable("there is not enough memory", Mark(line: 1, column: 1))
    }
    let context = parser.pointee.context.map { " " + String(cString: $0) } ?? ""
    return .unreadable(
      String(cString: problem) + context, Mark(parser.pointee.problem_mark))
  }
}

extension Mark {
  /// libyaml counts lines and columns from zero, columns in characters.
  fileprivate init(_ mark: yaml_mark_t) {
    self.init(line: Int(mark.line) + 1, column: Int(mark.column) + 1)
  }
}
