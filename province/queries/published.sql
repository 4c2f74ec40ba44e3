-- Colleges that have published a year, by city and kind.
SELECT c.city, c.kind, b.year, count(DISTINCT b.college) AS colleges
FROM bundles b JOIN colleges c ON c.college = b.college
WHERE NOT b.is_round AND b.`union` = 'first'
GROUP BY c.city, c.kind, b.year
ORDER BY c.city, c.kind, b.year
