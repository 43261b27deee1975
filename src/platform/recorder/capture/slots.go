package capture

import "slices"

// slots gives a limited number of places to those who asked first.
type slots struct {
	limit   int
	held    []string
	waiting []string
}

// take asks for a place. It says whether the name has one; if not, the name waits.
func (s *slots) take(name string) bool {
	switch {
	case slices.Contains(s.held, name):
		return true
	case len(s.held) < s.limit:
		s.held = append(s.held, name)
		return true
	case !slices.Contains(s.waiting, name):
		s.waiting = append(s.waiting, name)
	}
	return false
}

// leave gives a place back, or the wish for one. It returns who has the place now, if somebody waited.
func (s *slots) leave(name string) (next string, moved bool) {
	if place := slices.Index(s.waiting, name); place >= 0 {
		s.waiting = slices.Delete(s.waiting, place, place+1)
		return "", false
	}
	place := slices.Index(s.held, name)
	if place < 0 {
		return "", false
	}
	s.held = slices.Delete(s.held, place, place+1)
	if len(s.waiting) == 0 {
		return "", false
	}
	next, s.waiting = s.waiting[0], s.waiting[1:]
	s.held = append(s.held, next)
	return next, true
}
