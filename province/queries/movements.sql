-- Colleges whose answer turned since the year before.
SELECT now.year, now.key,
  count_if(now.met) AS to_yes, count_if(NOT now.met) AS to_no
FROM indicators now JOIN indicators then
  ON then.college = now.college AND then.`union` = now.`union` AND then.key = now.key
  AND int(substr(then.year, 1, 4)) + 1 = int(substr(now.year, 1, 4))
WHERE now.`union` = 'first' AND now.met <> then.met
GROUP BY now.year, now.key
ORDER BY now.year, now.key
