/// SVG path data.
enum MapPath {
  /// Relative steps from each of `corners` to the next, as short as possible: a minus sign
  /// separates numbers by itself.
  static func steps(_ corners: [(x: Int, y: Int)]) -> String {
    zip(corners, corners.dropFirst()).map { from, to in
      let (x, y) = (to.x - from.x, to.y - from.y)
      return (x < 0 ? "" : " ") + "\(x)" + (y < 0 ? "" : " ") + "\(y)"
    }.joined()
  }

  /// Many areas for the country's map in one path, each starting relative to the start of the one
  /// before.
  static func coarse(_ areas: [MapArea]) -> String {
    var path: [UInt8] = []
    path.reserveCapacity(areas.count * 40)
    var (x, y) = (0, 0)
    for area in areas {
      for ring in area.coarse {
        // Not "M", which would turn the steps into absolute positions.
        path.append(UInt8(ascii: "m"))
        append(ring.x - x, to: &path)
        if ring.y >= y { path.append(UInt8(ascii: " ")) }
        append(ring.y - y, to: &path)
        path += ring.steps
        (x, y) = (ring.x, ring.y)
      }
    }
    return String(decoding: path, as: UTF8.self)
  }

  /// Appends an integer in decimal, without creating and discarding a string thousands of times per
  /// page.
  private static func append(_ number: Int, to path: inout [UInt8]) {
    if number < 0 { path.append(UInt8(ascii: "-")) }
    let start = path.count
    var rest = number.magnitude
    repeat {
      path.append(UInt8(ascii: "0") + UInt8(rest % 10))
      rest /= 10
    } while rest > 0
    path[start...].reverse()
  }

  /// Closed lines in a drawing, rounded to a tenth of a unit.
  static func rings(_ rings: [[MapCorner]], _ projection: MapProjection) -> String {
    var path = ""
    for ring in rings {
      for (at, corner) in ring.enumerated() {
        let place = projection.place(corner)
        path += at == 0 ? "M" : at == 1 ? "L" : " "
        path += "\(MapNumber.text(place.x)) \(MapNumber.text(place.y))"
      }
      path += "z"
    }
    return path
  }
}
