/// Shares out the roles of a hub's devices: first the roles with a share, in order, then renewing ones.
///
/// The roles are then spread over the numbers by a fixed step, so that neighbours by name differ.
func roles(forDevices devices: Int, of profile: Profile, smallHub: Bool) -> [Role] {
    var roles: [Role] = []
    for (role, share, fewest) in Role.shares(of: profile) {
        let exact = Int(Double(devices) * share + 0.5)
        roles += Array(repeating: role, count: max(exact, smallHub ? 0 : fewest))
    }
    roles = Array(roles.prefix(devices))
    roles += Array(repeating: .renewing, count: devices - roles.count)
    var step = max(Int(Double(devices) * 0.618), 1)
    while greatestCommonDivisor(step, devices) != 1 { step += 1 }
    var spread = roles
    for place in roles.indices { spread[(place * step) % devices] = roles[place] }
    return spread
}

private func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int {
    b == 0 ? a : greatestCommonDivisor(b, a % b)
}
