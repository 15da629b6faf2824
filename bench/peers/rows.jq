# One row of tab-separated values for each Connections record; lines that are no JSON are left out.
fromjson?
| (.records[]? // .)
| select(.category == "Connections")
| (.properties | if type == "string" then fromjson else . end) as $p
| [.time[0:19], .operationName, .level, (.resultType // "" | tostring), $p.deviceId, $p.moduleId, $p.protocol,
   $p.maskedIpAddress]
| @tsv
