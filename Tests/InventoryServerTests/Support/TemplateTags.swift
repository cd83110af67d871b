import Foundation
import InventoryStore

@testable import InventoryServer

/// Walks a template as the library renders it and finds tags without a value, which would leave
/// gaps on a page.
struct TemplateTags: Sendable {
  private indirect enum Node: Sendable {
    case value(String)
    case section(String, isInverted: Bool, [Node])
    case partial(String)
    /// `{{<layout}}`: another template with some of its blocks replaced.
    case parent(String, [Node])
    case block(String, [Node])
  }

  struct Malformed: Error { let tag: String }

  private let templates: [String: [Node]]

  init() throws {
    templates = try Dictionary(
      uniqueKeysWithValues: EmbeddedFile.names.filter { $0.hasPrefix("pages/") }.map { file in
        let name = String((file.split(separator: "/").last ?? "").prefix { $0 != "." })
        let text = String(decoding: EmbeddedFile.bytes(file) ?? Data(), as: UTF8.self)
        var tags = text.matches(of: /\{\{\{?\s*([^}]+?)\s*\}\}\}?/).map { String($0.1) }[...]
        return (name, try Self.parse(&tags, until: nil))
      })
  }

  private static func parse(_ tags: inout ArraySlice<String>, until end: String?) throws -> [Node] {
    var nodes: [Node] = []
    while let tag = tags.popFirst() {
      let name = String(tag.dropFirst().drop { $0 == " " })
      switch tag.first {
      case "#", "^":
        nodes.append(
          .section(name, isInverted: tag.first == "^", try parse(&tags, until: name)))
      case "<": nodes.append(.parent(name, try parse(&tags, until: name)))
      case "$": nodes.append(.block(name, try parse(&tags, until: name)))
      case ">": nodes.append(.partial(name))
      case "&": nodes.append(.value(name))
      case "/":
        guard name == end else { throw Malformed(tag: tag) }
        return nodes
      case "%", "!": break
      default: if !tag.hasPrefix("text.") { nodes.append(.value(tag)) }
      }
    }
    guard end == nil else { throw Malformed(tag: end ?? "") }
    return nodes
  }

  /// - Returns: `plan: {{budget}}` for each tag without a value; empty if all have one.
  func holes(in page: PageTemplate, _ values: PageValues) -> Set<String> {
    var holes: Set<String> = []
    walk(templates[page.rawValue] ?? [], page.rawValue, [values], [:], &holes)
    return holes
  }

  private func walk(
    _ nodes: [Node], _ template: String, _ stack: [Any], _ blocks: [String: (String, [Node])],
    _ holes: inout Set<String>
  ) {
    for node in nodes {
      switch node {
      case .value(let path):
        if Self.find(path, stack) == nil { holes.insert("\(template): {{\(path)}}") }
      case .section(let path, let isInverted, let inner):
        for pushed in Self.contexts(Self.find(path, stack), isInverted) {
          walk(inner, template, stack + pushed, blocks, &holes)
        }
      case .partial(let name): walk(templates[name] ?? [], name, stack, blocks, &holes)
      case .parent(let name, let inner):
        var replaced = blocks
        for case .block(let block, let nodes) in inner { replaced[block] = (template, nodes) }
        walk(templates[name] ?? [], name, stack, replaced, &holes)
      case .block(let name, let inner):
        let (owner, nodes) = blocks[name] ?? (template, inner)
        walk(nodes, owner, stack, blocks, &holes)
      }
    }
  }

  /// Looks a name up from the innermost context outwards, and names after a dot in the value found.
  private static func find(_ path: String, _ stack: [Any]) -> Any? {
    if path == "." { return stack.last }
    let names = path.split(separator: ".").map(String.init)
    var value: Any?
    for context in stack.reversed() where value == nil { value = member(names[0], of: context) }
    for name in names.dropFirst() { value = value.flatMap { member(name, of: $0) } }
    return value
  }

  private static func member(_ name: String, of value: Any) -> Any? {
    if let values = value as? PageValues { return values[name] }
    if let values = value as? [String: Any] { return values[name] }
    // The library offers the count of a list.
    if let list = value as? [Any], name == "count" { return list.count }
    return nil
  }

  /// The contexts that a section is rendered with, one for each repetition.
  private static func contexts(_ value: Any?, _ isInverted: Bool) -> [[Any]] {
    switch value {
    case nil: isInverted ? [[]] : []
    case let flag as Bool: flag != isInverted ? [[]] : []
    case let list as [Any]:
      if isInverted { list.isEmpty ? [[]] : [] } else { list.map { [$0] } }
    case let other?: isInverted ? [] : [[other]]
    }
  }
}
