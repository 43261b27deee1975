package relay

// waiting is a datagram between its arrival and its due time.
type waiting struct {
	dueNs  int64
	number uint64 // of arrival: equal due times keep their order
	link   *Link
	toward Direction
	record int
	data   []byte
}

// queue is a heap of what waits, the earliest first (container/heap).
type queue []waiting

func (q queue) Len() int { return len(q) }
func (q queue) Less(i, j int) bool {
	return q[i].dueNs < q[j].dueNs || (q[i].dueNs == q[j].dueNs && q[i].number < q[j].number)
}
func (q queue) Swap(i, j int)  { q[i], q[j] = q[j], q[i] }
func (q *queue) Push(item any) { *q = append(*q, item.(waiting)) }
func (q *queue) Pop() any {
	last := len(*q) - 1
	item := (*q)[last]
	(*q)[last] = waiting{}
	*q = (*q)[:last]
	return item
}
