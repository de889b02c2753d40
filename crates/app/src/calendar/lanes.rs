//! Meetings that overlap stand beside each other.

use super::days::CalendarBlock;

/// Gives each block of a day its lane; they are in order of time afterwards.
pub(super) fn lay_out(blocks: &mut [CalendarBlock]) {
    blocks.sort_by_key(|block| (block.from, -block.to));
    let mut first = 0;
    while first < blocks.len() {
        // A bunch is as many blocks as overlap in a chain; they share its width.
        let (mut ends, mut last) = (Vec::<i64>::new(), first);
        let mut bunch_end = i64::MIN;
        while last < blocks.len() && (last == first || blocks[last].from < bunch_end) {
            let block = &mut blocks[last];
            let lane = ends.iter().position(|end| *end <= block.from).unwrap_or(ends.len());
            if lane == ends.len() {
                ends.push(block.to)
            } else {
                ends[lane] = block.to
            }
            block.lane = lane;
            bunch_end = bunch_end.max(block.to);
            last += 1;
        }
        blocks[first..last].iter_mut().for_each(|block| block.lanes = ends.len());
        first = last;
    }
}
