-- The entries that hold something most like the whole text.
WITH nearest AS (
    SELECT leaf_id, word_similarity(%(text)s, phrase) AS alike
    FROM diagnosis_entry ORDER BY %(text)s <<-> phrase LIMIT 40
)
SELECT leaf.slug, leaf.title, leaf.hint, category.title, sub_area.title
FROM nearest
JOIN diagnosis_repaircode AS leaf ON leaf.id = nearest.leaf_id
JOIN diagnosis_subarea AS sub_area ON sub_area.id = leaf.sub_area_id
JOIN diagnosis_category AS category ON category.id = sub_area.category_id
WHERE leaf.active AND leaf.area = ANY(%(areas)s) AND nearest.alike >= 0.5
ORDER BY nearest.alike DESC, leaf.id
LIMIT %(limit)s
