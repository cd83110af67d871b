import TOMLKit

extension PolicySection {
  func section(_ key: String) throws(PolicyError) -> PolicySection? {
    guard let value = table[key] else { return nil }
    guard let inner = value.table else {
      throw failure(key, "\"\(key)\" is not a table; write the heading [\(key)] and its keys below")
    }
    return PolicySection(inner, lines, name: key, format: format)
  }

  func sections(_ key: String, atMost limit: Int) throws(PolicyError) -> [PolicySection] {
    guard let value = table[key] else { return [] }
    guard let array = value.array else {
      throw failure(
        key, "\"\(key)\" is not a list of tables; write the heading [[\(key)]] for each")
    }
    guard array.count <= limit else {
      throw failure(
        key, "\(array.count) tables [[\(key)]]; at most \(limit) are allowed, remove some")
    }
    var sections: [PolicySection] = []
    for index in 0..<array.count {
      guard let inner = array[index].table else {
        throw failure(
          key, "\"\(key)\" is not a list of tables; write the heading [[\(key)]] for each")
      }
      sections.append(
        PolicySection(inner, lines, name: key, index: index, counted: true, format: format))
    }
    return sections
  }
}
