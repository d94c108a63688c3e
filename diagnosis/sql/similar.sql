-- The entries that hold something most like the whole text.
SELECT leaf.slug, leaf.title, leaf.hint, category.title, sub_area.title
FROM diagnosis_entry AS entry
JOIN diagnosis_repaircode AS leaf ON leaf.id = entry.leaf_id
JOIN diagnosis_subarea AS sub_area ON sub_area.id = leaf.sub_area_id
JOIN diagnosis_category AS category ON category.id = sub_area.category_id
WHERE leaf.active AND leaf.area = ANY(%(areas)s) AND word_similarity(%(text)s, entry.phrase) >= 0.4
ORDER BY %(text)s <<-> entry.phrase, leaf.id
LIMIT %(limit)s
