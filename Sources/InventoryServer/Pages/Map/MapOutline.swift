/// Outlines of several areas together, without their shared borders.
enum MapOutline {
  private struct Edge: Hashable {
    let from, to: MapCorner
    var reversed: Edge { Edge(from: to, to: from) }
  }

  /// Closed lines around the union of `areas`. Neighbours have the same corners along their border,
  /// and each traverses it in its own direction.
  static func rings(around areas: [MapArea]) -> [[MapCorner]] {
    let edges = Set(areas.lazy.flatMap(\.rings).flatMap(edges))
    return lines(edges.filter { !edges.contains($0.reversed) }).map { line in
      line.first == line.last ? Array(line.dropLast()) : line
    }
  }

  /// Borders between provinces, each once, as path data in units of ``MapArea/coarseness``.
  static func coarseBorders(of areas: [MapArea]) -> String {
    var provinces: [Edge: String] = [:]
    for area in areas {
      for edge in area.rings.lazy.flatMap(edges) { provinces[edge] = area.province }
    }
    let borders = provinces.filter { edge, province in
      provinces[edge.reversed].map { province < $0 } ?? false
    }
    let unit = Double(MapArea.coarseness)
    var path = ""
    for line in lines(Array(borders.keys)) {
      let places = line.map {
        (x: Int((Double($0.x) / unit).rounded()), y: Int((Double($0.y) / unit).rounded()))
      }
      path += "M\(places[0].x) \(places[0].y)l" + MapPath.steps(places)
    }
    return path
  }

  private static func edges(_ ring: [MapCorner]) -> [Edge] {
    ring.indices.map { Edge(from: ring[$0], to: ring[($0 + 1) % ring.count]) }
  }

  /// Joins edges end to end.
  private static func lines(_ edges: [Edge]) -> [[MapCorner]] {
    var next: [MapCorner: [MapCorner]] = [:]
    var arriving: [MapCorner: Int] = [:]
    for edge in edges {
      next[edge.from, default: []].append(edge.to)
      arriving[edge.to, default: 0] += 1
    }
    // Open lines begin where more edges leave than arrive; the rest are rings.
    let open = next.filter { $1.count > arriving[$0, default: 0] }.map(\.key)
    var lines: [[MapCorner]] = []
    for start in open.sorted(by: order) + next.keys.sorted(by: order) {
      while var at = next[start]?.popLast() {
        var line = [start, at]
        while let to = next[at]?.popLast() {
          line.append(to)
          at = to
        }
        lines.append(line)
      }
    }
    return lines
  }

  private static func order(_ one: MapCorner, _ other: MapCorner) -> Bool {
    (one.y, one.x) < (other.y, other.x)
  }
}
