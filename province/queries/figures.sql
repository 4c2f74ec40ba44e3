-- The figures of a kind of college: how many, and the quartiles, each a figure that some college has.
WITH ranked AS (
  SELECT n.year, c.kind, n.key, n.value,
    row_number() OVER (PARTITION BY n.year, c.kind, n.key ORDER BY n.value) - 1 AS at,
    count(*) OVER (PARTITION BY n.year, c.kind, n.key) AS colleges
  FROM counts n JOIN colleges c ON c.college = n.college
  WHERE n.`union` = 'first'
)
SELECT year, kind, key, colleges,
  max(CASE WHEN at = 0 THEN value END) AS least,
  max(CASE WHEN at = (colleges - 1) DIV 4 THEN value END) AS lower,
  max(CASE WHEN at = (colleges - 1) * 2 DIV 4 THEN value END) AS middle,
  max(CASE WHEN at = (colleges - 1) * 3 DIV 4 THEN value END) AS upper,
  max(CASE WHEN at = colleges - 1 THEN value END) AS most
FROM ranked
GROUP BY year, kind, key, colleges
ORDER BY year, kind, key
